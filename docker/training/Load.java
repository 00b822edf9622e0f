package dev.honeyrelay.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What callers do all day: the same few questions again and again, and now and then a new
 * one, a wrong one, a probe and a scrape.
 */
final class Load {

	private static final int ROUNDS = 40;

	private static final int CALLERS = 8;

	private final Trainee relay;

	Load(Trainee relay) {
		this.relay = relay;
	}

	/** Asks, and returns how many answers there were, each with the right status. */
	int run() throws Exception {
		List<Future<Integer>> rounds = new ArrayList<>();
		try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
			for (int i = 0; i < ROUNDS; i++) {
				int round = i;
				rounds.add(callers.submit((Callable<Integer>) () -> round("run-" + round / 4, "run-" + round / 2)));
			}
		}
		int answers = 0;
		for (Future<Integer> round : rounds) {
			answers += round.get();
		}
		return answers;
	}

	private int round(String run, String other) throws Exception {
		int answers = 0;
		for (String path : List.of("/v1/runs/" + run + "/result", "/v1/runs/" + run + "/result?aggregate_function=p95",
				"/v1/runs/" + other + "/metrics", "/v1/runs/" + run + "/compare-with/" + other, "/v1/runs/" + run,
				"/v1/runs", "/v1/runs/schema", "/v1/runs/" + run + "/summary")) {
			expect(200, "GET", "8080" + path);
			expect(200, "GET", "8080" + path, "Accept-Encoding", "gzip");
			answers += 2;
		}
		expect(304, "GET", "8080/v1/runs/" + run + "/result", "If-None-Match", "*");
		expect(200, "HEAD", "8080/v1/runs/" + run + "/result");
		expect(400, "GET", "8080/v1/runs/" + run + "/result?agregate_function=p95");
		expect(404, "GET", "8080/v1/runs/unknown/result");
		expect(404, "GET", "8080/nowhere");
		expect(502, "GET", "8080/v1/runs/broken/result");
		expect(200, "GET", "8080/livez");
		expect(200, "GET", "8080/openapi.json");
		expect(200, "GET", "8080/docs");
		expect(200, "GET", "8080/problems/not-found");
		expect(200, "GET", "8081/actuator/prometheus");
		expect(200, "GET", "8081/actuator/health");
		return answers + 12;
	}

	private void expect(int status, String method, String target, String... headers) throws Exception {
		int answered = this.relay.status(method, target, headers);
		Training.require(answered == status, method + ' ' + target + " is answered with " + answered);
	}

}
