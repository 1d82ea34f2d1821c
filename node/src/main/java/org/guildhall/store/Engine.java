package org.guildhall.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What differs between the two databases, apart from SQL: there is only one SQL. */
interface Engine extends AutoCloseable {

    /**
     * The one connection that may write, and with it the exclusive right to.
     *
     * @throws DatabaseRefused when the database can't be reached, or another process writes to it
     */
    Connection connectWriter() throws DatabaseRefused;

    /** Where the migrations get their connections from. */
    DataSource migrator();

    /** Where the pool gets the connections from that read. */
    DataSource readers();

    /** Run once on every connection that reads. */
    String readerInit();

    /**
     * Commits what {@code writer} changed; on return it survives a power cut.
     *
     * @throws SQLException when it is not known whether it does
     */
    void commit(Connection writer) throws SQLException;

    /** A point in the life of the files, for {@link #purge}. */
    long purgeMark();

    /**
     * Gets what was deleted before {@code since} out of the files, as far as it goes now and without taking long.
     *
     * @return whether nothing of it is left
     */
    boolean purge(Connection writer, long since) throws SQLException;

    /** Rolls back what is not committed and closes the connection, without any write when the store has failed. */
    void disconnect(Connection writer) throws SQLException;

    @Override
    void close();
}
