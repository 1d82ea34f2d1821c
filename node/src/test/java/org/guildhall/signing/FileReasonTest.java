package org.guildhall.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileReasonTest {
    @Test
    void saysWhyWhereTheExceptionSaysOnlyWhich() {
        assertThat(FileReason.of(new AccessDeniedException("/a"))).isEqualTo("/a (no permission for this user)");
        assertThat(FileReason.of(new NoSuchFileException("/a"))).isEqualTo("/a (not there)");
        assertThat(FileReason.of(new FileAlreadyExistsException("/a"))).isEqualTo("/a (FileAlreadyExistsException)");
    }

    @Test
    void keepsWhatIsSaidAlready() {
        assertThat(FileReason.of(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("/a: No space left on device");
        assertThat(FileReason.of(new IOException("the key is readable by others")))
                .isEqualTo("the key is readable by others");
    }
}
