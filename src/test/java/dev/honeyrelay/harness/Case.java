package dev.honeyrelay.harness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One situation in a few lines: what HoneyHive does, what the caller sends, and what must
 * come of it. <code>{run}</code> in a request stands for a run of the case's own.
 */
public final class Case {

	private final String name;

	private final List<Consumer<RawResponse>> checks = new ArrayList<>();

	private Script upstream;

	private String request = RunningRelay.request("GET", "/v1/runs/{run}/result");

	private int asks;

	private boolean stores;

	private boolean hangsUp;

	private boolean dropsUpstream;

	private Case(String name) {
		this.name = name;
	}

	/** Begins a case in which HoneyHive does something; it is asked once by default. */
	public static Case upstream(String name, Script script) {
		Case begun = new Case(name);
		begun.upstream = script;
		begun.asks = 1;
		return begun;
	}

	/**
	 * Begins a case in which a caller sends something; HoneyHive is not asked by default.
	 */
	public static Case caller(String name, String request) {
		Case begun = new Case(name);
		begun.request = request;
		return begun;
	}

	/** Begins a case in which a caller with a token gets {@code target}. */
	public static Case get(String target, String... headers) {
		return caller(target + ' ' + List.of(headers), RunningRelay.request("GET", target, headers));
	}

	/** The caller gets {@code target} instead of the run's result. */
	public Case at(String target, String... headers) {
		this.request = RunningRelay.request("GET", target, headers);
		return this;
	}

	/** The answer is this problem, and nothing is stored. */
	public Case gives(int status, String problem) {
		return when((response) -> ProblemDocument.check(response, status, problem));
	}

	/** The answer is HoneyHive's body, and nothing is stored. */
	public Case passesOn(String body) {
		return passesOn(body.getBytes(StandardCharsets.UTF_8));
	}

	public Case passesOn(byte[] body) {
		return when((response) -> {
			assertThat(response.status()).as("status of %s", response).isEqualTo(200);
			assertThat(Arrays.equals(response.content(), body)).as("HoneyHive's bytes: %s", response).isTrue();
		});
	}

	/** The answer is HoneyHive's body, and the next one is the same from the store. */
	public Case stores(byte[] body) {
		this.stores = true;
		return passesOn(body);
	}

	/** The answer is a good run's result, asked for once and then stored. */
	public Case isGood() {
		this.asks = 1;
		this.stores = true;
		return when(
				(response) -> assertThat(response.text()).as("%s", response).startsWith("{\"status\":\"completed\""));
	}

	/** The answer has exactly these lines of that header. */
	public Case with(String header, String... values) {
		return when((response) -> assertThat(response.values(header)).as(header).containsExactly(values));
	}

	/** The problem's detail mentions {@code words}. */
	public Case saying(String words) {
		return when((response) -> assertThat(ProblemDocument.detail(response)).contains(words));
	}

	/** The answer passes {@code check}. */
	public Case when(Consumer<RawResponse> check) {
		this.checks.add(check);
		return this;
	}

	/** HoneyHive is asked that often. */
	public Case asking(int times) {
		this.asks = times;
		return this;
	}

	/** The relay then ends the caller's connection, after not a byte more. */
	public Case hangsUp() {
		this.hangsUp = true;
		return this;
	}

	/** The relay asks nothing more over the connection on which HoneyHive did this. */
	public Case dropsUpstream() {
		this.dropsUpstream = true;
		return this;
	}

	Script script() {
		return this.upstream;
	}

	String request(String run) {
		return this.request.replace("{run}", run);
	}

	void check(RawResponse response) {
		this.checks.forEach((check) -> check.accept(response));
	}

	int asks() {
		return this.asks;
	}

	boolean isStored() {
		return this.stores;
	}

	boolean isHangingUp() {
		return this.hangsUp;
	}

	boolean isDroppingUpstream() {
		return this.dropsUpstream;
	}

	@Override
	public String toString() {
		return (this.name.length() > 80) ? this.name.substring(0, 80) + "..." : this.name;
	}

}
