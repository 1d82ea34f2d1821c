package org.guildhall.site.view;

/**
 * How this node presents itself.
 *
 * @param description one or two plain sentences, may be empty
 * @param address the public base address without a trailing slash
 * @param license of what is written here, an SPDX name or an address
 */
public record Brand(String name, String description, String address, String nodeId, String license) {}
