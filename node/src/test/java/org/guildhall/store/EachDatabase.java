package org.guildhall.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once on H2 and once on PostgreSQL, each time with a fresh database of its own. It takes a {@link
 * Database}, open and migrated, which is closed afterwards; or a {@link DatabaseLocation}, to open it itself (or again).
 * Where PostgreSQL's embedded binaries don't run, its half is skipped and says so.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachDatabaseExtension.class)
public @interface EachDatabase {}
