package dev.honeyrelay.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Issues certificates for servers of tests, with the tool that every JDK has.
 */
public final class CertificateAuthority {

	/** The password of every key store. */
	public static final String PASSWORD = "changeit";

	private final Path folder;

	private CertificateAuthority(Path folder) {
		this.folder = folder;
	}

	/** Founds one that keeps its files in {@code folder}. */
	public static CertificateAuthority in(Path folder) throws Exception {
		CertificateAuthority authority = new CertificateAuthority(folder);
		authority.keytool("-genkeypair", "-keystore", "ca.p12", "-alias", "ca", "-dname", "CN=Test CA", "-keyalg", "EC",
				"-ext", "bc:c", "-validity", "30");
		authority.keytool("-exportcert", "-keystore", "ca.p12", "-alias", "ca", "-rfc", "-file", "ca.pem");
		authority.keytool("-importcert", "-keystore", "trust.p12", "-alias", "ca", "-file", "ca.pem", "-noprompt");
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

	private Path issue(String name, String subject, String start, String days) throws Exception {
		String store = name + ".p12";
		keytool("-genkeypair", "-keystore", store, "-alias", "server", "-dname", "CN=" + name, "-keyalg", "EC");
		keytool("-certreq", "-keystore", store, "-alias", "server", "-file", name + ".csr");
		keytool("-gencert", "-keystore", "ca.p12", "-alias", "ca", "-infile", name + ".csr", "-outfile", name + ".pem",
				"-rfc", "-ext", "san=" + subject, "-startdate", start, "-validity", days);
		keytool("-importcert", "-keystore", store, "-alias", "ca", "-file", "ca.pem", "-noprompt");
		keytool("-importcert", "-keystore", store, "-alias", "server", "-file", name + ".pem", "-noprompt");
		return this.folder.resolve(store);
	}

	private void keytool(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(List.of(arguments));
		command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
		Path output = this.folder.resolve("keytool.log");
		int exit = new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start()
			.waitFor();
		if (exit != 0) {
			throw new IOException(command.get(1) + ": " + Files.readString(output));
		}
	}

}
