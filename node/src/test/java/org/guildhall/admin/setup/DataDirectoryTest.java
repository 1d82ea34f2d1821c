package org.guildhall.admin.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void isForItsOwnerAlone() throws Exception {
        DataDirectory directory = made();
        assertThat(permissions(directory.root())).isEqualTo("rwx------");
        assertThat(permissions(directory.root().resolve("keys"))).isEqualTo("rwx------");
        assertThat(permissions(directory.config())).isEqualTo("rw-------");
        assertThat(permissions(directory.adminToken())).isEqualTo("rw-------");
    }

    @Test
    void closesAnEmptyDirectoryThatWasThereBefore() throws Exception {
        Path root = Files.createDirectory(parent.resolve("there"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataDirectory.create(root);
        assertThat(permissions(root)).isEqualTo("rwx------");
    }

    @Test
    void isNotMadeWhereANodeIs() throws Exception {
        DataDirectory directory = made();
        String before = Files.readString(directory.config());
        assertThatThrownBy(() -> DataDirectory.create(directory.root()))
                .isInstanceOf(SetupFault.class)
                .hasMessageContaining("already holds a node")
                .hasMessageContaining("guildhall serve --data");
        assertThat(Files.readString(directory.config())).isEqualTo(before);
    }

    @Test
    void isNotMadeAmongOtherFiles() throws Exception {
        Files.writeString(parent.resolve("letter.txt"), "Dear");
        assertThatThrownBy(() -> DataDirectory.create(parent)).hasMessageContaining("is not empty");
    }

    @Test
    void saysHowToMakeANodeWhereThereIsNone() {
        assertThatThrownBy(() -> DataDirectory.open(parent)).hasMessageContaining("guildhall init --data");
    }

    @Test
    void isHeldByOneAtATime() throws Exception {
        DataDirectory directory = made();
        try (DataDirectory.Hold first = directory.hold("serve")) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataDirectory.open(directory.root()).hold("rebuild"))
                    .isInstanceOf(SetupFault.class)
                    .hasMessageContaining("is in use by guildhall serve, process "
                            + ProcessHandle.current().pid());
        }
        directory.hold("rebuild").close();
    }

    @Test
    void refusesATokenThatOthersCanRead() throws Exception {
        DataDirectory directory = made();
        assertThat(directory.readAdminToken()).hasSize(43);
        Files.setPosixFilePermissions(directory.adminToken(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(directory::readAdminToken)
                .isInstanceOf(SetupFault.class)
                .hasMessageContaining("chmod 600 " + directory.adminToken());
    }

    @Test
    void choosesPortsThatDifferAndAreFree() throws Exception {
        assertThat(FreePorts.choose(8, new SecureRandom()))
                .doesNotHaveDuplicates()
                .hasSize(8);
    }

    private DataDirectory made() throws Exception {
        DataDirectory directory = DataDirectory.create(parent.resolve("data"));
        directory.writeConfig(Config.standard(URI.create("https://ask.example"), 8080, 8081));
        directory.writeAdminToken(new SecureRandom());
        return directory;
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
