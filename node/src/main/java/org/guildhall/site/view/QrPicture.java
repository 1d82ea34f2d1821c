package org.guildhall.site.view;

/**
 * A QR code to be drawn.
 *
 * @param width in modules, with the quiet zone on both sides
 * @param path the dark modules as the data of an SVG path, one unit each
 */
public record QrPicture(int width, String path) {}
