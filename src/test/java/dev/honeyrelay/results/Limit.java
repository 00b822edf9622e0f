package dev.honeyrelay.results;

import java.time.Duration;

import dev.honeyrelay.results.Deployment.Daily;

/**
 * What there is of everything, as {@code docs/capacity.md} takes it to be. A share of 1
 * is all of it.
 */
enum Limit {

	/** What a client of HoneyHive's own is said to allow itself. */
	HONEYHIVE("HoneyHive's rate") {

		@Override
		double used(Deployment deployment, Daily cost) {
			return perSecond(deployment.watched() * cost.upstream()) * 60 / 1000;
		}

	},

	/** The default of {@code relay.upstream.max-concurrent}, for one project. */
	TRIPS("trips at a time") {

		@Override
		double used(Deployment deployment, Daily cost) {
			double seconds = Deployment.TRIP.toMillis() / 1000.0;
			return perSecond(deployment.watched() * cost.upstream()) * seconds / 64 / deployment.replicas();
		}

	},

	/** One processor of each replica. */
	PROCESSOR("a replica's CPU") {

		@Override
		double used(Deployment deployment, Daily cost) {
			double reads = (double) deployment.readers() / Polls.EVERY.toSeconds();
			double refreshes = perSecond(deployment.watched() * cost.looks());
			return (reads * READ + refreshes * REFRESH) / deployment.replicas();
		}

	},

	/** What a container of 4 GB stores: a quarter of its heap. */
	STORE("a replica's store") {

		@Override
		double used(Deployment deployment, Daily cost) {
			return (double) deployment.watched() * UsualAnswer.WEIGHT / 400e6;
		}

	},

	/** One processor for Redis, which uses no more. */
	COMMANDS("Redis' CPU") {

		@Override
		double used(Deployment deployment, Daily cost) {
			return perSecond(deployment.watched() * (cost.commands() + cost.told() * deployment.replicas())) / 20_000;
		}

	},

	/** A network of 1 Gbit/s at Redis. */
	NETWORK("Redis' network") {

		@Override
		double used(Deployment deployment, Daily cost) {
			return perSecond(deployment.watched() * cost.moved() * UsualAnswer.ENTRY) / 100e6;
		}

	},

	/** A Redis of 8 GB. */
	MEMORY("Redis' memory") {

		@Override
		double used(Deployment deployment, Daily cost) {
			return (double) deployment.answers() * UsualAnswer.ENTRY / 8e9;
		}

	};

	// Seconds of a processor, from benchmarks/run and benchmarks/misses.
	private static final double READ = 40e-6;

	private static final double REFRESH = 1e-3;

	private static final double DAY = Duration.ofDays(1).toSeconds();

	private final String label;

	Limit(String label) {
		this.label = label;
	}

	/** Returns its name on the page. */
	String label() {
		return this.label;
	}

	/** Returns which share of it is used. */
	abstract double used(Deployment deployment, Daily cost);

	/** Returns how much of something daily there is each second. */
	static double perSecond(double perDay) {
		return perDay / DAY;
	}

}
