package dev.honeyrelay.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Where some texts are found in an archive, the archives in it included.
 */
final class Findings {

	private static final int BLOCK = 1 << 16;

	private final Map<String, List<String>> places = new HashMap<>();

	Findings(List<String> texts) {
		texts.forEach((text) -> this.places.put(text, new ArrayList<>()));
	}

	List<String> placesOf(String text) {
		return this.places.getOrDefault(text, List.of());
	}

	/** Looks into a file of that name, and does not close it. */
	@SuppressWarnings("resource")
	void lookInto(String name, InputStream file) throws IOException {
		if (name.endsWith(".tar")) {
			TarArchiveInputStream tar = new TarArchiveInputStream(file);
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				lookInto(name + '/' + entry.getName(), tar);
			}
		}
		else if (name.endsWith(".jar")) {
			ZipInputStream zip = new ZipInputStream(file);
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				lookInto(name + '/' + entry.getName(), zip);
			}
		}
		else {
			search(name, file);
		}
	}

	// Block by block, each together with the end of the one before.
	private void search(String name, InputStream file) throws IOException {
		int overlap = this.places.keySet().stream().mapToInt(String::length).max().orElseThrow();
		byte[] window = new byte[overlap + BLOCK];
		int kept = 0;
		for (int read = file.readNBytes(window, kept, BLOCK); read > 0; read = file.readNBytes(window, kept, BLOCK)) {
			String text = new String(window, 0, kept + read, StandardCharsets.ISO_8859_1);
			this.places.forEach((wanted, found) -> {
				if (text.contains(wanted) && !found.contains(name)) {
					found.add(name);
				}
			});
			int end = kept + read;
			kept = Math.min(overlap, end);
			System.arraycopy(Arrays.copyOfRange(window, end - kept, end), 0, window, 0, kept);
		}
	}

}
