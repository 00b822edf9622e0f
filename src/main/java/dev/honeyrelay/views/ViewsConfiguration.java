package dev.honeyrelay.views;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.api.prefer.WaitingCallers;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.HeapShare;
import dev.honeyrelay.views.format.Format;
import dev.honeyrelay.views.pages.PageKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Gives each view its paths.
 */
@Configuration(proxyBeanMethods = false)
class ViewsConfiguration {

	private static final List<String> PREFIXES = List.of("/views", "/views/projects/{project}");

	@Bean
	static InitializingBean viewPaths(RequestMappingHandlerMapping mapping, WaitingCallers callers,
			ParameterReader parameters, AnswerWriter answers, ByteBudget budget, RunLists lists, TrendHandler trend,
			ViewsProperties properties, InstantSource time) {
		return () -> {
			for (PageKind page : PageKind.values()) {
				ViewHandler.Forms forms = new PageForm.OfPage(page, properties.honeyhiveUrl(), budget, time);
				register(mapping, List.of(page.path()), new ViewHandler(forms, callers, parameters, answers, lists));
			}
			for (View view : View.values()) {
				register(mapping, paths(view.path(), view.formats()),
						new ViewHandler(new ViewForm.OfView(view, budget), callers, parameters, answers, lists));
			}
			register(mapping, List.of(TrendHandler.PATH), trend);
			register(mapping, paths(TrendHandler.PATH, TrendHandler.FORMATS), trend);
		};
	}

	@Bean
	static HeapShare heapForRunLists() {
		return new HeapShare("lists in which views look for runs", null, RunLists.mostBytes());
	}

	private static List<String> paths(String path, Collection<Format> formats) {
		String endings = formats.stream()
			.map((format) -> format.ending().replace(".", "\\."))
			.sorted()
			.collect(Collectors.joining("|"));
		return List.of(path + ".{format:" + endings + '}');
	}

	private static void register(RequestMappingHandlerMapping mapping, List<String> belowViews, Object handler) {
		String[] paths = PREFIXES.stream()
			.flatMap((prefix) -> belowViews.stream().map((path) -> prefix + path))
			.toArray(String[]::new);
		RequestMappingInfo info = RequestMappingInfo.paths(paths)
			.methods(RequestMethod.GET)
			.options(mapping.getBuilderConfiguration())
			.build();
		mapping.registerMapping(info, handler, Objects.requireNonNull(ReflectionUtils.findMethod(handler.getClass(),
				"answer", Map.class, HttpServletRequest.class, HttpServletResponse.class)));
	}

}
