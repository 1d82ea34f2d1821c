package org.guildhall.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guildhall.record.Attestation;
import org.guildhall.record.Kind;
import org.guildhall.record.ObjectKey;
import org.guildhall.record.OqxRecord;
import org.guildhall.record.Post;
import org.guildhall.record.Question;
import org.guildhall.record.RecordFault;
import org.guildhall.record.RecordReader;
import org.guildhall.site.page.JtehistoryGenerated;
import org.guildhall.site.page.JterecordGenerated;
import org.guildhall.site.view.RecordPage;
import org.guildhall.site.view.RevisionView;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.NodeNames;
import org.guildhall.store.RecordReading;
import org.guildhall.store.RecordReading.Logged;
import org.guildhall.store.RecordReading.Revision;
import org.guildhall.store.Suggestions;
import org.guildhall.store.ThreadReading.PostRow;

/** The signed records behind pages: one for checking, all of a post as its history. */
final class RecordPages {
    private static final ObjectWriter READABLE = new ObjectMapper().writerWithDefaultPrettyPrinter();

    /** Kinds of records that have pages though they belong to no thread. */
    private static final Set<Kind> WITHOUT_THREAD = Set.of(Kind.NODE, Kind.MEMBER, Kind.ATTESTATION);

    private final Site site;
    private final Posting posting;
    private final Evidence evidence;

    RecordPages(Site site, Posting posting, Evidence evidence) {
        this.site = site;
        this.posting = posting;
        this.evidence = evidence;
    }

    /** A revision with its bytes. */
    private record Found(Revision revision, OqxRecord record, byte[] bytes) {}

    Reply record(Visit visit) throws Exception {
        Found found = found(visit);
        OqxRecord record = found.record();
        NodeNames.Named owner = site.name(found.revision().node());
        Optional<Logged> logged = site.read(sql ->
                new RecordReading(sql).logged(site.self(), found.revision().digest()));
        Optional<Evidence.Proof> proof = logged.flatMap(entry -> evidence.inclusion(entry.index()));
        List<String> relays = new ArrayList<>();
        if (owner.nr() != site.self()) {
            for (int relay : site.read(sql ->
                    new RecordReading(sql).relays(site.self(), found.revision().digest()))) {
                relays.add(site.name(relay).name());
            }
        }
        String bytesPath = "/p/" + found.revision().object().text() + "/record.json?revision="
                + found.revision().revision();
        RecordPage page = new RecordPage(
                kind(visit, found.revision().kind()),
                owner.name(),
                owner.id(),
                found.revision().revision(),
                record.head().dateCreated(),
                READABLE.writeValueAsString(new ObjectMapper().readTree(found.bytes())),
                bytesPath,
                found.revision().digest().text(),
                record.proof().key().verificationMethod(),
                evidence.verifies(record),
                logged.map(Logged::index).orElse(-1L),
                logged.map(Logged::origin).orElse(-1L),
                relays,
                proof.map(Evidence.Proof::checkpoint).orElse(null),
                owner.address().map(address -> address + "/oqx/log/checkpoint").orElse(null),
                proof.map(Evidence.Proof::path).orElse(List.of()),
                back(visit, found.revision(), record));
        Shell shell = visit.shell(visit.t("record.title"), Section.NONE, false);
        return Reply.page(out -> JterecordGenerated.render(out, null, shell, page));
    }

    /** The published bytes, as they are. */
    Reply bytes(Visit visit) throws Exception {
        Found found = found(visit);
        return Reply.bytes(200, "application/json", found.bytes())
                // It may be erased at any moment, and then no cache may have it.
                .header("cache-control", "no-cache")
                .header("content-disposition", "inline; filename=\"record.json\"");
    }

    private Found found(Visit visit) throws Exception {
        ObjectKey object = visit.key();
        List<Revision> revisions = site.read(sql -> new RecordReading(sql).revisions(object));
        if (revisions.isEmpty()) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        String wanted = visit.query("revision");
        Revision revision = revisions.stream()
                .filter(one -> wanted.equals(String.valueOf(one.revision())))
                .findFirst()
                .orElse(revisions.get(revisions.size() - 1));
        byte[] bytes = site.read(sql -> new RecordReading(sql).bytes(revision.digest()))
                .orElseThrow(() -> new RequestFault(Reason.NOT_FOUND));
        OqxRecord record = RecordReader.read(bytes);
        // What is hidden here, or was not taken, is not shown by another door, and nothing of a thread that is hidden.
        if (record.body() instanceof Post) {
            posting.post(visit, object);
        } else if (record.thread().isPresent()) {
            posting.post(visit, record.thread().get().key());
        } else if (!WITHOUT_THREAD.contains(revision.kind())) {
            throw new RequestFault(Reason.NOT_FOUND);
        }
        return new Found(revision, record, bytes);
    }

    Reply history(Visit visit) throws Exception {
        PostRow post = posting.post(visit, visit.key());
        List<RevisionView> views = new ArrayList<>();
        Map<Integer, String> suggested = site.read(sql -> new Suggestions(sql).appliedTo(post.key()));
        String before = "";
        String titleBefore = "";
        for (Revision revision : site.read(sql -> new RecordReading(sql).revisions(post.key()))) {
            if (revision.revision() > post.revision()) {
                continue; // not shown here, as its home has not taken it
            }
            Optional<OqxRecord> record = read(revision);
            if (record.isEmpty() || !(record.get().body() instanceof Post written)) {
                continue;
            }
            Optional<Question> question = written instanceof Question asked ? Optional.of(asked) : Optional.empty();
            String title = question.map(Question::name).orElse("");
            views.add(new RevisionView(
                    revision.revision(),
                    record.get().head().dateCreated(),
                    title.equals(titleBefore) ? null : title,
                    question.map(asked -> String.join(" · ", asked.keywords())).orElse(""),
                    SiteAddress.record(post.key(), revision.revision()),
                    suggested.get(revision.revision()),
                    LineDiff.of(before, written.text())));
            before = written.text();
            titleBefore = title;
        }
        Collections.reverse(views);
        String about = posting.post(visit, post.thread()).title();
        Shell shell = visit.shell(visit.t("history.title"), Section.NONE, false);
        return Reply.page(out -> JtehistoryGenerated.render(
                out, null, shell, about, SiteAddress.post(post.thread(), post.key()), post.language(), views));
    }

    private Optional<OqxRecord> read(Revision revision) throws SQLException, RecordFault {
        Optional<byte[]> bytes = site.read(sql -> new RecordReading(sql).bytes(revision.digest()));
        return bytes.isEmpty() ? Optional.empty() : Optional.of(RecordReader.read(bytes.get()));
    }

    private String back(Visit visit, Revision revision, OqxRecord record) throws Exception {
        if (revision.kind() == Kind.MEMBER) {
            return SiteAddress.member(revision.object());
        }
        if (record.body() instanceof Post) {
            PostRow post = posting.post(visit, revision.object());
            return SiteAddress.post(post.thread(), post.key());
        }
        if (record.body() instanceof Attestation attestation) {
            return SiteAddress.member(attestation.about().key());
        }
        return record.thread().map(thread -> SiteAddress.question(thread.key())).orElse("/federation");
    }

    private static String kind(Visit visit, Kind kind) {
        return switch (kind) {
            case NODE -> visit.t("kind.node");
            case MEMBER -> visit.t("kind.member");
            case QUESTION -> visit.t("kind.question");
            case ANSWER -> visit.t("kind.answer");
            case COMMENT -> visit.t("kind.comment");
            case TALLY -> visit.t("kind.tally");
            case ACCEPT -> visit.t("kind.accept");
            case ATTESTATION -> visit.t("kind.attestation");
            default -> visit.t("kind.record");
        };
    }
}
