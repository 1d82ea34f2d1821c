package org.guildhall.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.guildhall.admin.doctor.Finding.Level;
import org.junit.jupiter.api.Test;

class FileLookTest {
    @Test
    void saysWhenThereIsLittleRoomAndWhenThereIsTooLittle() {
        assertThat(FileLook.room(FileLook.LITTLE).level()).isEqualTo(Level.OK);
        assertThat(FileLook.room(FileLook.LITTLE - 1).level()).isEqualTo(Level.WARN);
        Finding full = FileLook.room(FileLook.TOO_LITTLE - 1);
        assertThat(full.level()).isEqualTo(Level.FAIL);
        assertThat(full.remedy()).contains("make room");
    }
}
