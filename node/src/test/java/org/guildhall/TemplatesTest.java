package org.guildhall;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import org.junit.jupiter.api.Test;

class TemplatesTest {

    @Test
    void escapesWhatItIsGiven() {
        TemplateEngine engine =
                TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.guildhall.site.page");
        StringOutput page = new StringOutput();
        engine.render("hello.jte", "<b>Ada</b>", page);
        assertThat(page.toString().strip()).isEqualTo("<p>Hello, &lt;b&gt;Ada&lt;/b&gt;.</p>");
    }
}
