package org.guildhall.admission;

/**
 * What came of a moderator's decision on something held: while it was held, what it leans on may have changed.
 *
 * @param outcome what became of the revision that was looked at
 * @param verdict whether it is published: only the home of a thread gives verdicts, and of a question nobody does
 */
public record Decision(Outcome outcome, boolean verdict) {}
