package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.guildhall.admin.setup.Backup;
import org.guildhall.admin.setup.DataDirectory;
import org.guildhall.admin.setup.SetupFault;
import org.guildhall.store.Database;

/** {@code POST /backup}: writes a backup to a file of this machine while the node goes on. */
public final class BackupCreate implements AdminCommand {
    private final Backup backup;
    private final DataDirectory directory;
    private final Database database;

    public BackupCreate(Backup backup, DataDirectory directory, Database database) {
        this.backup = backup;
        this.directory = directory;
        this.database = database;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/backup";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("file", "withKeys", "passphrase");
        Path file = Path.of(call.text("file"));
        if (!file.isAbsolute()) {
            throw Refusal.badRequest("\"file\" must be an absolute path");
        }
        try {
            Backup.Contents contents = backup.create(
                    directory,
                    database,
                    file,
                    call.flag("withKeys"),
                    call.optionalText("passphrase"),
                    rows -> call.progress()
                            .accept(JsonNodeFactory.instance.objectNode().put("rows", rows)));
            return toJson(contents);
        } catch (SetupFault fault) {
            throw Refusal.conflict(String.valueOf(fault.getMessage()));
        }
    }

    /** What a backup holds, as it is told. */
    public static ObjectNode toJson(Backup.Contents contents) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("node", contents.node().did())
                .put("at", contents.at())
                .put("keys", contents.keys())
                .put("encrypted", contents.sealed())
                .put("rows", contents.rows());
    }
}
