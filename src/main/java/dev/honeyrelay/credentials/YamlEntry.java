package dev.honeyrelay.credentials;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One entry of the credentials file. It is read as text, lists and members, never made an
 * object of; what it holds is not in any refusal, only the line it stands on.
 */
final class YamlEntry implements YamlPath {

	/** The setting that names the file. */
	static final String SETTING = "relay.credentials";

	private static final int MAX_DEPTH = 10;

	private final Node node;

	private final int line;

	private YamlEntry(Node node, int line) {
		this.node = node;
		this.line = line;
	}

	private static YamlEntry of(Node node) {
		return new YamlEntry(node, lineOf(node.getStartMark()));
	}

	/**
	 * Returns the outermost entry of {@code document}.
	 * @throws IllegalArgumentException if it is not one YAML document in UTF-8
	 */
	static YamlEntry of(byte[] document) {
		try {
			Node root = new Yaml(limits()).compose(utf8(document));
			if (root != null) {
				return of(root);
			}
		}
		catch (MarkedYAMLException ex) {
			throw refusal(lineOf(ex.getProblemMark()), "this is not YAML");
		}
		catch (YAMLException ex) {
			throw new IllegalArgumentException(SETTING + ": the file is not YAML in UTF-8.");
		}
		throw new IllegalArgumentException(SETTING + ": the file is empty.");
	}

	@Override
	public IllegalArgumentException refuse(String reason) {
		return refusal(this.line, reason);
	}

	/** Returns the entries by their names, each of which is there once. */
	Map<String, YamlEntry> members() {
		if (!(this.node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
			throw refuse("members are expected here");
		}
		Map<String, YamlEntry> members = new LinkedHashMap<>();
		for (NodeTuple member : mapping.getValue()) {
			YamlEntry name = of(member.getKeyNode());
			if (members.put(name.text(), new YamlEntry(member.getValueNode(), name.line)) != null) {
				throw name.refuse("this member is there twice");
			}
		}
		return members;
	}

	/** Returns the entries by their names, all of them among {@code known}. */
	Map<String, YamlEntry> members(Set<String> known) {
		Map<String, YamlEntry> members = members();
		members.forEach((name, value) -> {
			if (!known.contains(name)) {
				throw value.refuse("this member is none of " + String.join(", ", known));
			}
		});
		return members;
	}

	/** Returns the entries of the list. */
	List<YamlEntry> items() {
		if (!(this.node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
			throw refuse("a list is expected here, and not an empty one");
		}
		return sequence.getValue().stream().map(YamlEntry::of).toList();
	}

	/**
	 * Returns the text, whatever YAML takes it for, without the white space around it.
	 */
	String text() {
		if (!(this.node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)
				|| ApiKey.stripped(scalar.getValue()).isEmpty()) {
			throw refuse("a value is expected here");
		}
		return ApiKey.stripped(scalar.getValue());
	}

	/** Returns the member {@code name} of {@code members}, which has to be there. */
	YamlEntry required(Map<String, YamlEntry> members, String name) {
		@Nullable YamlEntry member = members.get(name);
		if (member == null) {
			throw refuse("the member " + name + " is missing here");
		}
		return member;
	}

	private static LoaderOptions limits() {
		LoaderOptions options = new LoaderOptions();
		options.setNestingDepthLimit(MAX_DEPTH);
		return options;
	}

	private static Reader utf8(byte[] document) {
		return new InputStreamReader(new ByteArrayInputStream(document), StandardCharsets.UTF_8.newDecoder());
	}

	private static int lineOf(@Nullable Mark mark) {
		return (mark != null) ? mark.getLine() + 1 : 1;
	}

	private static IllegalArgumentException refusal(int line, String reason) {
		return new IllegalArgumentException(SETTING + " (line " + line + "): " + reason + '.');
	}

}
