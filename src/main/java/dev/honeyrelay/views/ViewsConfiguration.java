package dev.honeyrelay.views;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.honeyrelay.api.AnswerWriter;
import dev.honeyrelay.api.parameter.ParameterReader;
import dev.honeyrelay.memory.ByteBudget;
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

	private static final Method ANSWER = Objects.requireNonNull(ReflectionUtils.findMethod(ViewHandler.class, "answer",
			Map.class, HttpServletRequest.class, HttpServletResponse.class));

	@Bean
	static InitializingBean viewPaths(RequestMappingHandlerMapping mapping, Results results, ParameterReader parameters,
			AnswerWriter answers, ByteBudget budget) {
		return () -> {
			for (View view : View.values()) {
				mapping.registerMapping(pathsOf(view, mapping),
						new ViewHandler(view, results, parameters, answers, budget), ANSWER);
			}
		};
	}

	private static RequestMappingInfo pathsOf(View view, RequestMappingHandlerMapping mapping) {
		String endings = view.formats()
			.stream()
			.map(Format::ending)
			.map((ending) -> ending.replace(".", "\\."))
			.collect(Collectors.joining("|"));
		String[] paths = PREFIXES.stream()
			.map((prefix) -> prefix + view.path() + ".{format:" + endings + '}')
			.toArray(String[]::new);
		return RequestMappingInfo.paths(paths)
			.methods(RequestMethod.GET)
			.options(mapping.getBuilderConfiguration())
			.build();
	}

}
