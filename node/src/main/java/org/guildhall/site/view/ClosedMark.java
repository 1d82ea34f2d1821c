package org.guildhall.site.view;

/**
 * That its home takes no more answers to a question.
 *
 * @param words with the name of the home
 * @param reason in words of who closed it, "" when there are none
 */
public record ClosedMark(String words, String reason) {}
