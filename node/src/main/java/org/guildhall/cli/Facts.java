package org.guildhall.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Names and values, one pair a line. */
final class Facts {
    private record Fact(String name, String value) {}

    private final Styled styled;
    private final List<Fact> facts = new ArrayList<>();

    Facts(Styled styled) {
        this.styled = styled;
    }

    Facts add(String name, String value) {
        facts.add(new Fact(name, Table.printable(value)));
        return this;
    }

    void print(PrintStream out) {
        int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
        for (Fact fact : facts) {
            String padding = " ".repeat(width - fact.name().length());
            out.println("  " + styled.dim(fact.name()) + padding + "  " + fact.value());
        }
    }
}
