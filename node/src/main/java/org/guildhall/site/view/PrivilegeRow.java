package org.guildhall.site.view;

/**
 * A privilege as the page about privileges lists it.
 *
 * @param id of its place on that page
 * @param needed the points it takes, in words when it is none or no number suffices
 * @param held whether the reader has it
 */
public record PrivilegeRow(String id, String name, String meaning, String needed, boolean held) {}
