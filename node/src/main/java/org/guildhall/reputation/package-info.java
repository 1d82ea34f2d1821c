/**
 * What a member's answers are worth here: facts, their points, age, and the weights of peers make the numbers of a standing, each with the
 * facts behind it (spec, chapter Standing). Pure: nothing here reads a clock or a database.
 *
 * <p>To read: {@link org.guildhall.reputation.Fact}, {@link org.guildhall.reputation.Age}, {@link
 * org.guildhall.reputation.Weights}, {@link org.guildhall.reputation.Word}, {@link org.guildhall.reputation.Scales}.
 */
@NullMarked
package org.guildhall.reputation;

import org.jspecify.annotations.NullMarked;
