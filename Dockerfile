# The relay as an image: docker build -t honeyhive-relay .

# --- Build: first without the sources, so that a change of them does not fetch every dependency again. ---
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
RUN mkdir -p src/main/jte \
 && mvn -B -ntp -Dmaven.test.skip=true -Dspring-boot.repackage.skip=true package
COPY application.yml ./
COPY docs docs
COPY src/main src/main
RUN mvn -B -ntp -Dmaven.test.skip=true package \
 && java -Djarmode=tools -jar target/honeyhive-relay-*.jar extract --layers --destination layers \
	--application-filename relay.jar
COPY docker/training training
RUN javac -Xlint:all -Werror -d training/classes training/*.java

# --- The relay without its AOT cache: what changes least comes first. ---
FROM eclipse-temurin:25-jre AS relay
WORKDIR /relay
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY docker/jvm.options ./
COPY --from=build /build/layers/application/ ./
# Log lines are for machines. Memory that Netty gives back goes back to the system, and not into malloc's own stock.
ENV LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs \
	MALLOC_ARENA_MAX=2 \
	MALLOC_MMAP_THRESHOLD_=131072

# --- Training: the relay answers a thousand requests, and its JVM writes down what it has learnt. Fails unless a relay
# starts with that. On the stage above, for the cache is good only with the same Java and the same files. ---
FROM relay AS trained
COPY --from=build /build/training/classes /training
RUN java -cp /training dev.honeyrelay.training.Training relay.aot java @jvm.options -jar relay.jar

FROM relay
COPY --from=trained /relay/relay.aot ./
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="HoneyHive Relay" \
	org.opencontainers.image.description="One authenticated, read-only endpoint for HoneyHive experiment results." \
	org.opencontainers.image.version=$VERSION \
	org.opencontainers.image.revision=$REVISION
# A number, so that Kubernetes can tell it is not root; it owns no file.
USER 10001:10001
EXPOSE 8080 8081
# java is process 1 and gets SIGTERM itself: it ends in order, with status 0, and needs up to 35 s for that.
# No HEALTHCHECK: Kubernetes has probes of its own, and the relay needs nobody to restart it for being slow.
ENTRYPOINT ["java", "@/relay/jvm.options", "-XX:AOTCache=/relay/relay.aot", "-jar", "/relay/relay.jar"]
