package org.guildhall.site;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.guildhall.search.SearchHit;
import org.guildhall.search.SearchIndex;
import org.guildhall.search.SearchWish;
import org.guildhall.site.page.JtesearchGenerated;
import org.guildhall.site.view.Pager;
import org.guildhall.site.view.SearchRow;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;

/** Full-text search over what is visible here. */
final class SearchPages {
    private static final int PER_PAGE = 20;
    private static final int LAST_PAGE = 49;

    private final Site site;
    private final SearchIndex index;

    SearchPages(Site site, SearchIndex index) {
        this.site = site;
        this.index = index;
    }

    Reply search(Visit visit) throws SQLException {
        String query = visit.query("q").strip();
        int page = page(visit.query("page"));
        SearchHit.Page found = index.search(SearchWish.of(query, page * PER_PAGE, PER_PAGE));
        List<SearchRow> rows = new ArrayList<>(found.hits().size());
        for (SearchHit hit : found.hits()) {
            rows.add(row(hit));
        }
        String path = "/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        Pager pager = new Pager(
                page > 0 ? path : null, found.more() && page < LAST_PAGE ? path + "&page=" + (page + 1) : null);
        Shell shell = visit.shell(visit.t("search.title"), Section.NONE, false);
        return Reply.page(out -> JtesearchGenerated.render(out, null, shell, query, rows, pager));
    }

    private static int page(String number) {
        boolean valid =
                !number.isEmpty() && number.length() < 3 && number.chars().allMatch(Character::isDigit);
        return valid ? Math.min(LAST_PAGE, Integer.parseInt(number)) : 0;
    }

    private SearchRow row(SearchHit hit) throws SQLException {
        return new SearchRow(
                SiteAddress.question(hit.thread()),
                hit.title(),
                hit.language(),
                pieces(hit.excerpt()),
                hit.inAnswer(),
                site.name(hit.node()).name(),
                hit.node() == site.self(),
                Instant.ofEpochMilli(hit.activeAt()));
    }

    private static List<SearchRow.Piece> pieces(SearchHit.Excerpt excerpt) {
        List<SearchRow.Piece> pieces = new ArrayList<>();
        int at = 0;
        for (SearchHit.Mark mark : excerpt.marks()) {
            pieces.add(new SearchRow.Piece(excerpt.text().substring(at, mark.from()), false));
            pieces.add(new SearchRow.Piece(excerpt.text().substring(mark.from(), mark.to()), true));
            at = mark.to();
        }
        pieces.add(new SearchRow.Piece(excerpt.text().substring(at), false));
        return pieces;
    }
}
