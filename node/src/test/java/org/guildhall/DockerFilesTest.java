package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be known about image and compose files without an engine. */
class DockerFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCKER = ROOT.resolve("docker");

    @Test
    void runsAsNobodyInParticularAndTellsItsHealth() throws IOException {
        List<String> runtime = runtimeStage();
        String user = argument(runtime, "USER");
        assertThat(user).matches("[1-9]\\d+:[1-9]\\d+");
        assertThat(runtime.indexOf("USER " + user))
                .as("nothing that needs root comes after USER")
                .isGreaterThan(last(runtime, "RUN"));
        assertThat(argument(runtime, "HEALTHCHECK")).contains("CMD [\"/opt/guildhall/docker/healthcheck.sh\"]");
        assertThat(argument(runtime, "ENTRYPOINT")).isEqualTo("[\"/opt/guildhall/docker/entrypoint.sh\"]");
        assertThat(argument(runtime, "VOLUME")).isEqualTo("/var/lib/guildhall");
        assertThat(String.join("\n", runtime)).contains("GUILDHALL_DATA=/var/lib/guildhall/node");
    }

    @Test
    void copiesOnlyWhatIsThereAndIsNotIgnored() throws IOException {
        List<String> ignored = Files.readAllLines(ROOT.resolve(".dockerignore"));
        for (String line : instructions()) {
            if (!line.startsWith("COPY ") || line.contains("--from=")) {
                continue;
            }
            List<String> words = List.of(line.split(" ", -1));
            for (String source : words.subList(1, words.size() - 1)) {
                assertThat(ROOT.resolve(source)).as(line).exists();
                assertThat(ignored)
                        .as(source + " is let in by .dockerignore")
                        .anyMatch(rule -> rule.equals("!" + source)
                                || (rule.startsWith("!") && source.startsWith(rule.substring(1) + "/")));
            }
        }
    }

    @Test
    void putsTheJarWhereTheLauncherLooksForIt() throws IOException {
        String copy = instructions().stream()
                .filter(line -> line.startsWith("COPY --from=build"))
                .findFirst()
                .orElseThrow();
        assertThat(copy)
                .isEqualTo("COPY --from=build /build/node/target/guildhall.jar"
                        + " /opt/guildhall/node/target/guildhall.jar");
        String launcher = Files.readString(ROOT.resolve("scripts/guildhall"));
        assertThat(launcher).contains("jar=$root/node/target/guildhall.jar");
        assertThat(Files.readString(ROOT.resolve("node/pom.xml")))
                .contains("<outputFile>${project.build.directory}/guildhall.jar</outputFile>");
        String copied = String.join("\n", instructions());
        for (String file : filesTheLauncherReads(launcher)) {
            assertThat(copied).as(file).contains(file);
        }
    }

    @Test
    void keepsScriptsExecutable() throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (Stream<Path> scripts = Files.list(DOCKER)) {
            assertThat(scripts.filter(file -> file.toString().endsWith(".sh")))
                    .hasSize(2)
                    .allMatch(Files::isExecutable)
                    .allSatisfy(file -> assertThat(Files.readString(file)).startsWith("#!/bin/"));
        }
    }

    @Test
    void servesThreeNodesUnderAddressesThatHoldInsideAndOutside() throws IOException {
        JsonNode compose = compose("compose.yaml");
        JsonNode subnet = compose.at("/networks/default/ipam/config/0/subnet");
        List<Integer> ports = new ArrayList<>();
        for (String name : List.of("association", "vendor", "hub")) {
            JsonNode service = service(compose, name);
            URI address =
                    URI.create(service.at("/environment/GUILDHALL_ADDRESS").asText());
            int port = service.at("/environment/GUILDHALL_PORT").asInt();
            assertThat(address.getPort()).as(name).isEqualTo(port);
            assertThat(texts(service.at("/ports"))).containsExactly("127.0.0.1:" + port + ":" + port);
            assertThat(texts(service.at("/networks/default/aliases"))).containsExactly(address.getHost());
            assertThat(service.at("/environment/GUILDHALL_ALLOWED_RANGE")).isEqualTo(subnet);
            assertThat(texts(service.at("/volumes"))).containsExactly(name + ":/var/lib/guildhall");
            assertThat(compose.path("volumes").has(name)).isTrue();
            ports.add(port);
        }
        assertThat(ports).doesNotHaveDuplicates();
        assertThat(compose.path("services").size()).isEqualTo(3);
    }

    @Test
    void givesNodesNoMoreRightsThanTheyNeed() throws IOException {
        JsonNode three = compose("compose.yaml");
        for (JsonNode service : List.of(
                service(three, "association"),
                service(three, "vendor"),
                service(three, "hub"),
                service(compose("compose.postgresql.yaml"), "node"))) {
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(texts(service.path("cap_drop"))).containsExactly("ALL");
            assertThat(texts(service.path("security_opt"))).contains("no-new-privileges:true");
            assertThat(service.has("user")).as("the image's own user").isFalse();
            assertThat(DOCKER.resolve(service.at("/build/context").asText()).normalize())
                    .isEqualTo(ROOT);
            assertThat(ROOT.resolve(service.at("/build/dockerfile").asText())).exists();
        }
    }

    @Test
    void waitsForPostgresqlAndNamesItsAddressRight() throws IOException {
        JsonNode compose = compose("compose.postgresql.yaml");
        JsonNode node = service(compose, "node");
        JsonNode postgres = service(compose, "postgres");
        assertThat(node.at("/depends_on/postgres/condition").asText()).isEqualTo("service_healthy");
        assertThat(postgres.at("/healthcheck/test/1").asText()).isEqualTo("pg_isready");
        assertThat(node.at("/environment/GUILDHALL_DATABASE").asText())
                .startsWith("postgresql://"
                        + postgres.at("/environment/POSTGRES_USER").asText() + ":")
                .endsWith("@postgres:5432/"
                        + postgres.at("/environment/POSTGRES_DB").asText());
        assertThat(Files.readString(DOCKER.resolve(".env.example")))
                .contains(variables(DOCKER.resolve("compose.postgresql.yaml")).stream()
                        .map(name -> "\n" + name + "=")
                        .toArray(CharSequence[]::new));
    }

    @Test
    void setsOnlyVariablesThatTheEntryPointKnows() throws IOException {
        Set<String> known = variables(DOCKER.resolve("entrypoint.sh"));
        for (String file : List.of("compose.yaml", "compose.postgresql.yaml")) {
            compose(file).path("services").properties().stream()
                    .filter(service -> !service.getKey().equals("postgres"))
                    .forEach(service -> service.getValue()
                            .path("environment")
                            .fieldNames()
                            .forEachRemaining(name -> assertThat(known).as(file).contains(name)));
        }
    }

    @Test
    void trustsTheGatewayThatAProxyOnThisMachineComesFrom() throws IOException {
        JsonNode compose = compose("compose.postgresql.yaml");
        JsonNode gateway = compose.at("/networks/default/ipam/config/0/gateway");
        assertThat(service(compose, "node")
                        .at("/environment/GUILDHALL_TRUSTED_PROXY")
                        .asText())
                .isEqualTo("${GUILDHALL_TRUSTED_PROXY:-" + gateway.asText() + "/32}");
        assertThat(Files.readString(DOCKER.resolve("entrypoint.sh")))
                .contains("--trusted-proxy \"$GUILDHALL_TRUSTED_PROXY\"");
    }

    private static Set<String> variables(Path file) throws IOException {
        return Pattern.compile("\\$\\{([A-Z_]+)[:}]")
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> filesTheLauncherReads(String launcher) {
        return Pattern.compile("\\$root/(scripts/[a-z.]+)")
                .matcher(launcher)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode compose(String file) throws IOException {
        return new YAMLMapper().readTree(DOCKER.resolve(file).toFile());
    }

    /** A service with what it merges in; Jackson reads YAML's merge key as an ordinary member. */
    private static JsonNode service(JsonNode compose, String name) {
        JsonNode service = compose.path("services").path(name);
        assertThat(service.isObject()).as(name).isTrue();
        if (!service.has("<<")) {
            return service;
        }
        return ((ObjectNode) compose.path("x-node").deepCopy()).setAll((ObjectNode) service);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** The Dockerfile's instructions, continued lines joined, comments left out. */
    private static List<String> instructions() throws IOException {
        String text = Files.readAllLines(DOCKER.resolve("Dockerfile")).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"));
        return text.replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static List<String> runtimeStage() throws IOException {
        List<String> all = instructions();
        return all.subList(last(all, "FROM"), all.size());
    }

    private static int last(List<String> lines, String instruction) {
        int found = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(instruction + " ")) {
                found = i;
            }
        }
        return found;
    }

    private static String argument(List<String> lines, String instruction) {
        int line = last(lines, instruction);
        assertThat(line).as(instruction).isNotNegative();
        return lines.get(line).substring(instruction.length() + 1);
    }
}
