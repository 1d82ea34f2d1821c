package org.guildhall.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {

    @ParameterizedTest
    @CsvSource({
        "tile/0/000, 0, 0, 256",
        "tile/0/001.p/1, 0, 1, 1",
        "tile/0/999, 0, 999, 256",
        "tile/0/x001/000, 0, 1000, 256",
        "tile/0/x001/x234/067, 0, 1234067, 256",
        "tile/3/x001/x234/067.p/255, 3, 1234067, 255",
        "tile/63/000.p/8, 63, 0, 8",
        "tile/0/x999/x999/x999/x999/x999/999, 0, 999999999999999999, 256"
    })
    void hasOneSpelling(String text, int level, long index, int width) {
        TilePath path = TilePath.hashes(level, index, width);
        assertThat(path.text()).isEqualTo(text);
        assertThat(TilePath.parse(text)).contains(path);
    }

    @Test
    void namesEntriesToo() {
        assertThat(TilePath.entries(1_234_067, 7).text()).isEqualTo("tile/entries/x001/x234/067.p/7");
        assertThat(TilePath.parse("tile/entries/x001/x234/067.p/7")).contains(TilePath.entries(1_234_067, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000/000",
                "tile/0/x001",
                "tile/0/001/000",
                "tile/0/x1/000",
                "tile/0/x0001/000",
                "tile/0/X001/000",
                "tile/00/000",
                "tile/01/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/a/000",
                "tile/Entries/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/1000",
                "tile/0/000.p/",
                "tile/0/000.p/-1",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/000\n",
                "tile/0/٠٠٠",
                "tile/0/x001/x001/x001/x001/x001/x001/000",
                "tile/0/../000",
                "tile/0/000.p/1/2"
            })
    void refusesEveryOtherText(String text) {
        assertThat(TilePath.parse(text)).isEmpty();
    }

    @Test
    void refusesImpossibleNumbers() {
        assertThatThrownBy(() -> TilePath.hashes(64, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.hashes(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.hashes(0, 0, 257)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.hashes(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TilePath(true, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The example of the standard: a tree of 70,000. */
    @ParameterizedTest
    @CsvSource({
        "0, 272, 256, true",
        "0, 273, 112, true",
        "0, 273, 111, true",
        "0, 273, 113, false",
        "0, 273, 256, false",
        "0, 274, 1, false",
        "1, 0, 256, true",
        "1, 1, 17, true",
        "1, 1, 18, false",
        "2, 0, 1, true",
        "2, 0, 2, false",
        "3, 0, 1, false",
        "7, 0, 1, false",
        "8, 0, 1, false",
        "63, 0, 1, false",
        "0, 999999999999999999, 256, false"
    })
    void knowsWhatATreeHas(int level, long index, int width, boolean within) {
        assertThat(TilePath.hashes(level, index, width).isWithin(70_000)).isEqualTo(within);
    }
}
