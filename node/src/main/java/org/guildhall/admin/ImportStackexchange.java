package org.guildhall.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.guildhall.admin.stackexchange.DumpFault;
import org.guildhall.admin.stackexchange.ImportProgress;
import org.guildhall.admin.stackexchange.ImportReport;
import org.guildhall.admin.stackexchange.Site;
import org.guildhall.admin.stackexchange.StackExchangeImport;

/**
 * {@code POST /import/stackexchange}: imports a Stack Exchange data dump from a directory of this machine. Body: {@code
 * directory}; optional {@code site}, {@code language} (en) and {@code dryRun}. Progress: {@code step}, {@code done}, {@code
 * total}. When the caller goes away the import stops; repeated, it goes on.
 */
public final class ImportStackexchange implements AdminCommand {
    private final StackExchangeImport importer;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    public ImportStackexchange(StackExchangeImport importer) {
        this.importer = importer;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/import/stackexchange";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public ObjectNode run(Call call) throws Refusal {
        call.only("directory", "site", "language", "dryRun");
        Path directory = Path.of(call.text("directory"));
        if (!directory.isAbsolute() || !Files.isDirectory(directory)) {
            throw Refusal.badRequest(directory + " is not a directory that the node can read. It is read by the node's"
                    + " process: mind its user, and whether it runs in a container.");
        }
        if (!oneAtATime.tryLock()) {
            throw Refusal.conflict("another import is under way");
        }
        try {
            Site site = site(call.optionalText("site"), directory);
            ImportReport report = importer.run(
                    new StackExchangeImport.Request(
                            directory, site, call.optionalText("language").orElse("en"), call.flag("dryRun")),
                    throttled(call));
            return report.json();
        } catch (DumpFault fault) {
            throw new Refusal(409, "dump", String.valueOf(fault.getMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("the import failed", e);
        } finally {
            oneAtATime.unlock();
        }
    }

    private static Site site(Optional<String> given, Path directory) throws Refusal, IOException {
        if (given.isPresent()) {
            try {
                return Site.of(given.get());
            } catch (IllegalArgumentException e) {
                throw Refusal.badRequest("\"site\": " + e.getMessage());
            }
        }
        return Site.guess(directory)
                .orElseThrow(() -> new Refusal(
                        409,
                        "site-unknown",
                        "which site the dump is of cannot be seen; name it, as in --site"
                                + " https://iot.stackexchange.com"));
    }

    /** Some lines a second are enough. */
    private static ImportProgress throttled(Call call) {
        return new ImportProgress() {
            private long next = System.nanoTime();

            @Override
            public void at(Step step, long done, long total) {
                long now = System.nanoTime();
                if (now - next < 0) {
                    return;
                }
                if (call.cancelled().getAsBoolean()) {
                    throw new CancellationException("whoever asked for the import has gone");
                }
                next = now + 100_000_000L;
                call.progress()
                        .accept(JsonNodeFactory.instance
                                .objectNode()
                                .put("step", step.name().toLowerCase(Locale.ROOT))
                                .put("done", done)
                                .put("total", total));
            }
        };
    }
}
