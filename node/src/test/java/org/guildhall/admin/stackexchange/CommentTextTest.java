package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommentTextTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
                    a *b* [c](https://x.example/) @d => a *b* [c](https://x.example/) @d
                    <b>1</b> if a < b => \\<b>1\\</b> if a < b
                    use `<b>` here => use `<b>` here
                    # 1 => \\# 1
                    #1 => #1
                    1. first => 1\\. first
                    1.5 bar => 1.5 bar
                    - no list => \\- no list
                    +1 for that => +1 for that
                    > quote => \\> quote
                    see ![x](https://i/) => see \\![x](https://i/)
                    [tag:boom] [meta-tag:x] => [boom](https://pumps.stackexchange.com/questions/tagged/boom) [x](https://pumps.stackexchange.com/questions/tagged/x)
                    """)
    void showsACommentAsItsSiteDid(String text, String markdown) {
        assertThat(new CommentText(Collected.PUMPS).markdown(text)).isEqualTo(markdown);
    }
}
