package org.guildhall.site.view;

/** A member who knows a topic, and what others give them in it. */
public record ExpertRow(Person person, Points points) {}
