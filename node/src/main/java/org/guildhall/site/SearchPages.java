package org.guildhall.site;

import java.sql.SQLException;
import java.util.List;
import org.guildhall.site.page.JtesearchGenerated;
import org.guildhall.site.view.Pager;
import org.guildhall.site.view.SearchRow;
import org.guildhall.site.view.Section;
import org.guildhall.site.view.Shell;
import org.guildhall.site.web.Reply;

/** Full-text search over what is visible here. */
final class SearchPages {

    Reply search(Visit visit) throws SQLException {
        String query = visit.query("q").strip();
        Shell shell = visit.shell(visit.t("search.title"), Section.NONE, false);
        List<SearchRow> rows = List.of();
        return Reply.page(out -> JtesearchGenerated.render(out, null, shell, query, rows, false, Pager.NONE));
    }
}
