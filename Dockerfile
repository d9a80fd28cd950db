# The program in a container: built by Maven, run by a plain Java runtime. Needs no secret and no network but Maven Central.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -pl app -am -Dmaven.test.skip=true package

# A worker that only asks model servers: `docker build --target slim`. No OpenCV, no ONNX Runtime, no PyTorch.
FROM eclipse-temurin:25-jre AS slim
# fontconfig for Java's text; bubblewrap, util-linux and python3 for the sandbox of generated code.
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap fontconfig python3 util-linux \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 maestro \
    && install -d -o maestro /var/lib/maestro
COPY --from=build /src/app/target/maestro/lib /opt/maestro/lib
USER maestro
ENV MAESTRO_HOME=/var/lib/maestro OMP_WAIT_POLICY=PASSIVE
# The same flags as the launcher's; memory follows the container's limit.
ENTRYPOINT ["/bin/sh", "-c", "umask 077; exec java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
-Djava.awt.headless=true -XX:MaxRAMPercentage=70 -cp '/opt/maestro/lib/*:/opt/maestro/lib-local/*' dev.maestro.app.Maestro \"$@\"", "maestro"]
CMD ["--help"]

# Everything: what looks at pixels and holds models in the process, too.
FROM slim AS full
COPY --from=build /src/app/target/maestro/lib-local /opt/maestro/lib-local
