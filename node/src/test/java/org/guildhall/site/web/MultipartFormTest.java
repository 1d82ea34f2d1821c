package org.guildhall.site.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final String NAME = "Content-Disposition: form-data; name=\"n\"";

    private static Map<String, String> read(String body) {
        return MultipartForm.read(body.getBytes(UTF_8), TYPE);
    }

    @Test
    void readsFieldsAndFilesAsTheyWereSent() {
        assertThat(read("--b\r\n" + NAME
                        + "\r\n\r\nżółw\r\n\r\n--b\r\ncontent-type: text/plain\r\ncontent-disposition: form-data;"
                        + " name=\"f\"; filename=\"a;b.json\"\r\n\r\n\r\n--b--\r\n"))
                .isEqualTo(Map.of("n", "żółw\r\n", "f", ""));
        assertThat(read("--b--")).isEmpty();
    }

    @Test
    void takesAFileThatIsNoTextForOneCharacter() {
        byte[] body = ("--b\r\n" + NAME + "; filename=\"x\"\r\n\r\n\u00ff\u00fe\r\n--b--").getBytes(ISO_8859_1);
        assertThat(MultipartForm.read(body, TYPE)).isEqualTo(Map.of("n", "\uFFFD"));
        byte[] field = ("--b\r\n" + NAME + "\r\n\r\n\u00ff\u00fe\r\n--b--").getBytes(ISO_8859_1);
        assertThatThrownBy(() -> MultipartForm.read(field, TYPE)).isInstanceOf(RequestFault.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n=1",
                "--b\r\n",
                "--b\r\n" + NAME + "\r\n\r\nx",
                "--b\r\n" + NAME + "\r\n\r\nx\r\n--b",
                "--b\r\n" + NAME + "\r\n\r\nx\r\n--b--\r\nmore",
                "before--b\r\n" + NAME + "\r\n\r\nx\r\n--b--",
                "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--",
                "--b\r\n" + NAME + "\r\n\r\nx\r\n--b\r\n" + NAME + "\r\n\r\ny\r\n--b--"
            })
    void refusesAnythingElse(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(RequestFault.class);
    }

    @Test
    void refusesTooManyFieldsLongHeadsAndABoundaryThatIsMissing() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= FormData.MAX_FIELDS; i++) {
            many.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(i)
                    .append("\"\r\n\r\nx\r\n");
        }
        assertThatThrownBy(() -> read(many + "--b--")).isInstanceOf(RequestFault.class);
        assertThatThrownBy(() -> read("--b\r\nX: " + "x".repeat(2_000) + "\r\n" + NAME + "\r\n\r\nx\r\n--b--"))
                .isInstanceOf(RequestFault.class);
        assertThatThrownBy(() -> MultipartForm.read("--b--".getBytes(UTF_8), "multipart/form-data"))
                .isInstanceOf(RequestFault.class);
    }
}
