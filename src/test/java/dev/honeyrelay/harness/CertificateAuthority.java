package dev.honeyrelay.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/**
 * Issues certificates for servers of tests, with the tool that every JDK has.
 */
public final class CertificateAuthority {

	/** The password of every key store. */
	public static final String PASSWORD = "changeit";

	private static final String CURVE = "secp256r1";

	// Ten thousand rounds would guard a password that is known to everybody, and take a
	// tenth of a second of each look into a key store.
	static {
		for (String use : List.of("cert", "key")) {
			Security.setProperty("keystore.pkcs12." + use + "PbeIterationCount", "1");
		}
		Security.setProperty("keystore.pkcs12.macIterationCount", "1");
	}

	private final Path folder;

	private CertificateAuthority(Path folder) {
		this.folder = folder;
	}

	/** Founds one that keeps its files in {@code folder}. */
	public static CertificateAuthority in(Path folder) throws Exception {
		CertificateAuthority authority = new CertificateAuthority(folder);
		String store = authority.file("ca.p12");
		String certificate = authority.file("ca.pem");
		keytool("-genkeypair", "-keystore", store, "-alias", "ca", "-dname", "CN=Test CA", "-keyalg", "EC",
				"-groupname", CURVE, "-ext", "bc:c", "-validity", "30");
		keytool("-exportcert", "-keystore", store, "-alias", "ca", "-rfc", "-file", certificate);
		keytool("-importcert", "-keystore", authority.trustStore().toString(), "-alias", "ca", "-file", certificate,
				"-noprompt");
		return authority;
	}

	/** Returns a key store that trusts this authority, and nobody else. */
	public Path trustStore() {
		return this.folder.resolve("trust.p12");
	}

	/**
	 * Returns a key store with a certificate for {@code subject}, such as
	 * {@code dns:localhost}.
	 */
	public Path issue(String name, String subject) throws Exception {
		return issue(name, subject, "-1d", "30");
	}

	/** Returns a key store with a certificate that was valid a year ago. */
	public Path issueExpired(String name, String subject) throws Exception {
		return issue(name, subject, "-1y", "30");
	}

	/**
	 * Returns a key store to which a key for {@code name} that vouches for itself is
	 * added.
	 */
	public static Path selfSigned(Path store, String name) throws Exception {
		keytool("-genkeypair", "-keystore", store.toString(), "-alias", name, "-dname", "CN=" + name, "-keyalg", "EC",
				"-groupname", CURVE);
		return store;
	}

	private Path issue(String name, String subject, String start, String days) throws Exception {
		String store = file(name + ".p12");
		String request = file(name + ".csr");
		String certificate = file(name + ".pem");
		keytool("-genkeypair", "-keystore", store, "-alias", "server", "-dname", "CN=" + name, "-keyalg", "EC",
				"-groupname", CURVE);
		keytool("-certreq", "-keystore", store, "-alias", "server", "-file", request);
		keytool("-gencert", "-keystore", file("ca.p12"), "-alias", "ca", "-infile", request, "-outfile", certificate,
				"-rfc", "-ext", "san=" + subject, "-startdate", start, "-validity", days);
		keytool("-importcert", "-keystore", store, "-alias", "ca", "-file", file("ca.pem"), "-noprompt");
		keytool("-importcert", "-keystore", store, "-alias", "server", "-file", certificate, "-noprompt");
		return Path.of(store);
	}

	private String file(String name) {
		return this.folder.resolve(name).toString();
	}

	// In this process: one of its own for each step takes a second of the processor.
	private static void keytool(String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		Class<?> tool = Class.forName("sun.security.tools.keytool.Main");
		Object status = tool.getMethod("run", String[].class, PrintStream.class)
			.invoke(tool.getConstructor().newInstance(), all.toArray(String[]::new),
					new PrintStream(printed, true, StandardCharsets.UTF_8));
		if (!status.equals(0)) {
			throw new IOException(arguments[0] + ": " + printed.toString(StandardCharsets.UTF_8));
		}
	}

}
