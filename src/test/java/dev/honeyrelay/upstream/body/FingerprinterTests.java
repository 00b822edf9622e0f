package dev.honeyrelay.upstream.body;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.honeyrelay.harness.Fixtures;
import dev.honeyrelay.response.Fingerprint;
import dev.honeyrelay.run.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@Execution(ExecutionMode.CONCURRENT)
class FingerprinterTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "1|1.0", "1|1.00e0", "100|1e2", "0.1|0.10", "0|-0", "0|0.0", "0|0e99", "1e400|10E399",
					"0.333333333|0.3333333331", "1234567890|1234567891", "0.1234567890125|0.123456789013",
					"0.1240234375|0.12402343749999999", "0.1240234375|0.12402343750000001",
					"123456789012345678|123456789012000000", "12345678901234567890|12345678901200000000",
					"99999999999999|100000000000000", "'a'|'\\u0061'", "[1,2,3]|[3,1,2]", "{'a':1,'b':2}|{'b':2,'a':1}",
					"[{'a':[1,2]},{'b':1}]|[{'b':1},{'a':[2,1]}]", "[ 1 , 2 ]|[1,2]", "0.1234567895|0.12345679",
					"0.1234567894|0.123456789", "-1.5|-1.500" })
	void whatAColumnStoreMayChangeSaysTheSame(String one, String other) {
		assertThat(fingerprint(one)).isEqualTo(fingerprint(other));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "1|2", "1|-1", "1|10", "0.1|0.01", "1|'1'", "1|true", "null|0", "null|''", "null|false",
					"true|false", "[]|{}", "[]|null", "[]|[[]]", "{}|[]", "''|[]", "[1]|[1,1]", "[1,1]|[2]",
					"[1,2]|[[1],2]", "[[1],[2]]|[[1,2]]", "[[1,2],[3]]|[[1],[2,3]]", "{'a':1}|{'b':1}",
					"{'a':1,'b':2}|{'a':2,'b':1}", "{'a':{'b':1}}|{'b':{'a':1}}", "{'a':null}|{}", "{'a':[1]}|{'a':1}",
					"'a'|'b'", "'ab'|'ba'", "'a'|'a '", "'a'|'A'", "0.333333333|0.333333335", "123456789|123456788",
					"0.1234567894|0.1234567895", "1e400|1e401", "1e-400|0", "'\\ud800'|'\\ud801'", "['a','b']|['ab']",
					"{'a':'b'}|['a','b']", "[{'a':1,'b':2}]|[{'a':1},{'b':2}]", "0.1|1e-10" })
	void whatSaysSomethingElseHasAnotherFingerprint(String one, String other) {
		assertThat(fingerprint(one)).isNotEqualTo(fingerprint(other));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "1e999999999|10e999999998", "1e-999999999|0.1e-999999998",
			"1e2147483647|10.0E+2147483646", "100e2147483647|1.00e2147483649", "1e99999999999999|1e99999999999999" })
	void noExponentOverwhelmsIt(String number, String other) {
		assertThat(fingerprint(number)).isEqualTo(fingerprint(other));
	}

	@Test
	void noExponentMakesDifferentNumbersEqual() {
		List<String> numbers = List.of("1", "1e999999999", "1e-999999999", "1e2147483647", "1e2147483648",
				"100e2147483647", "-1e-2147483648", "1e-2147483648", "-1000e-2147483650", "1e99999999999999",
				"1e-99999999999999", "0.000000000000000000000000000001e-2147483640", "0");

		assertThat(numbers.stream().map(FingerprinterTests::fingerprint)).doesNotHaveDuplicates();
	}

	@Test
	void theNoiseOfAColumnStoreIsNoChange() {
		Random random = new Random(16);
		int[] counts = { 3, 7, 12, 100, 640, 1000, 1024, 4096 };
		int changed = 0;
		for (int read = 0; read < 500; read++) {
			List<Double> means = new ArrayList<>();
			List<Double> noisy = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				int count = counts[random.nextInt(counts.length)];
				double mean = (double) random.nextInt(count) / count;
				means.add(mean);
				noisy.add(mean * (1 + (random.nextDouble() - 0.5) * 4e-15));
			}
			changed += fingerprint(means.toString()).equals(fingerprint(noisy.toString())) ? 0 : 1;
		}
		assertThat(changed).as("of 500 answers with a thousand means each").isLessThanOrEqualTo(1);
	}

	@Test
	void numbersOfAThousandDigitsCountToNine() {
		assertThat(fingerprint("9".repeat(1000))).isEqualTo(fingerprint("9".repeat(900) + "8".repeat(100)));
		assertThat(fingerprint("9".repeat(1000))).isNotEqualTo(fingerprint("8".repeat(1000)));
		assertThat(fingerprint("0." + "3".repeat(1000))).isEqualTo(fingerprint("0.333333333333"));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void aNumberSaysTheSameWithAnExponentAndWithout(long seed) {
		Random random = new Random(seed);
		for (int time = 0; time < 2_000; time++) {
			String digits = Long.toString(random.nextLong() >> random.nextInt(64) | 1);
			String half = digits.substring(0, Math.min(10, digits.length())) + "5" + "0".repeat(random.nextInt(8));
			for (String text : List.of(digits, half, digits.replaceFirst("^(-?)(.*)$", "$10.000$2"),
					digits.replaceFirst("^(-?[0-9])([0-9])", "$1.$2"))) {
				assertThat(fingerprint(text)).as(text).isEqualTo(fingerprint(text + "e0"));
			}
		}
	}

	@Test
	void theSameMemberTwiceIsNotOnce() {
		assertThat(fingerprint("{'a':1,'a':1}")).isNotEqualTo(fingerprint("{'a':1}"));
	}

	@Test
	void fixturesMayBeShuffledAndDifferFromEachOther() {
		Set<Fingerprint> all = new HashSet<>();
		JsonMapper mapper = new JsonMapper();
		for (String file : Fixtures.all()) {
			byte[] bytes = Fixtures.bytes(file);
			byte[] shuffled = shuffled(mapper.readTree(bytes), new Random(all.size())).toString().getBytes(UTF_8);

			assertThat(fingerprint(shuffled)).as(file).isEqualTo(fingerprint(bytes));
			all.add(fingerprint(bytes));
		}
		assertThat(all).hasSize(Fixtures.all().size());
	}

	@Test
	void itIsTheSameInEveryProcess() {
		assertThat(fingerprint("{'a':[1,2.5,'x',null,true,{}]}").value()).isEqualTo(4137695332362362916L);
	}

	private static JsonNode shuffled(JsonNode node, Random random) {
		JsonMapper mapper = new JsonMapper();
		if (node.isArray()) {
			List<JsonNode> elements = new ArrayList<>();
			node.forEach((element) -> elements.add(shuffled(element, random)));
			Collections.shuffle(elements, random);
			return mapper.createArrayNode().addAll(elements);
		}
		if (node.isObject()) {
			List<String> names = new ArrayList<>(node.propertyNames());
			Collections.shuffle(names, random);
			var object = mapper.createObjectNode();
			names.forEach((name) -> object.set(name, shuffled(node.get(name), random)));
			return object;
		}
		return node;
	}

	private static Fingerprint fingerprint(String value) {
		return fingerprint(("{\"v\":" + value.replace('\'', '"') + '}').getBytes(UTF_8));
	}

	private static Fingerprint fingerprint(byte[] body) {
		return Fingerprinter.fingerprintOf(body);
	}

}
