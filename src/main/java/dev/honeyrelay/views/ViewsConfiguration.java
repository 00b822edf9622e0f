package dev.honeyrelay.views;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.memory.ByteBudget;
import dev.honeyrelay.memory.HeapShare;
import dev.honeyrelay.results.Results;
import dev.honeyrelay.views.format.Format;
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
	static InitializingBean viewPaths(RequestMappingHandlerMapping mapping, Results results, ParameterReader parameters,
			AnswerWriter answers, ByteBudget budget, RunLists lists, TrendHandler trend) {
		return () -> {
			for (View view : View.values()) {
				register(mapping, view.path(), view.formats(),
						new ViewHandler(view, results, parameters, answers, budget, lists));
			}
			register(mapping, TrendHandler.PATH, TrendHandler.FORMATS, trend);
		};
	}

	@Bean
	static HeapShare heapForRunLists() {
		return new HeapShare("lists in which views look for runs", null, RunLists.mostBytes());
	}

	private static void register(RequestMappingHandlerMapping mapping, String path, Collection<Format> formats,
			Object handler) {
		String endings = formats.stream()
			.map((format) -> format.ending().replace(".", "\\."))
			.sorted()
			.collect(Collectors.joining("|"));
		String[] paths = PREFIXES.stream()
			.map((prefix) -> prefix + path + ".{format:" + endings + '}')
			.toArray(String[]::new);
		RequestMappingInfo info = RequestMappingInfo.paths(paths)
			.methods(RequestMethod.GET)
			.options(mapping.getBuilderConfiguration())
			.build();
		mapping.registerMapping(info, handler, Objects.requireNonNull(ReflectionUtils.findMethod(handler.getClass(),
				"answer", Map.class, HttpServletRequest.class, HttpServletResponse.class)));
	}

}
