package org.guildhall.site.view;

/**
 * An answer that a member can take along.
 *
 * @param key of the answer
 * @param title of the question
 * @param path to the answer
 * @param accepted whether whoever asked accepted it
 */
public record OfferRow(String key, String title, String path, boolean accepted) {}
