package dev.honeyrelay.logging;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Lets Jetty's access log be a device or a pipe, such as {@code /dev/stdout}, for both
 * ports. Jetty takes every name for that of a file, which it renames and makes anew; and
 * Spring Boot puts a word before the name for the management port.
 */
@Component
final class AccessLogDevice implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory>, Ordered {

	private static final Path DEVICES = Path.of("/dev");

	private final @Nullable String filename;

	AccessLogDevice(Environment environment) {
		this.filename = environment.getProperty("server.jetty.accesslog.filename");
	}

	/** Comes after those who make the access log. */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		Path device = device();
		if (device != null) {
			factory.addServerCustomizers((server) -> redirect(server, device));
		}
	}

	private @Nullable Path device() {
		if (!StringUtils.hasText(this.filename)) {
			return null;
		}
		Path path = Path.of(this.filename).toAbsolutePath().normalize();
		boolean special = Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
		return (special || path.startsWith(DEVICES)) ? path : null;
	}

	private static void redirect(Server server, Path device) {
		if (server.getRequestLog() instanceof CustomRequestLog log) {
			CustomRequestLog same = new CustomRequestLog(new Lines(device), log.getFormatString());
			same.setIgnorePaths(log.getIgnorePaths());
			server.setRequestLog(same);
		}
	}

	/**
	 * Writes lines to what is there, and never makes or moves anything.
	 */
	private static final class Lines extends AbstractLifeCycle implements RequestLog.Writer {

		private final Path device;

		private @Nullable OutputStream stream;

		Lines(Path device) {
			this.device = device;
		}

		@Override
		protected void doStart() throws Exception {
			this.stream = new FileOutputStream(this.device.toFile(), true);
			super.doStart();
		}

		@Override
		public synchronized void write(String line) throws IOException {
			OutputStream open = this.stream;
			if (open != null) {
				open.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
			}
		}

		@Override
		protected void doStop() throws Exception {
			super.doStop();
			OutputStream open = this.stream;
			if (open != null) {
				open.close();
			}
		}

	}

}
