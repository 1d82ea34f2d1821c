package org.guildhall.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsOnClassPathTest {

    @Test
    void findsWhatTheSpecificationPackages() {
        assertThat(Main.class.getResource("/oqx/vectors/README.md")).isNotNull();
    }
}
