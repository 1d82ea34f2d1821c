package org.guildhall.site;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guildhall.record.ObjectKey;
import org.guildhall.site.page.JtepreferencesGenerated;
import org.guildhall.site.text.Language;
import org.guildhall.site.view.Choice;
import org.guildhall.site.view.Shell;
import org.guildhall.site.view.Theme;
import org.guildhall.site.web.Cookies;
import org.guildhall.site.web.LocalPath;
import org.guildhall.site.web.Reply;
import org.guildhall.site.web.RequestFault;
import org.guildhall.site.web.RequestFault.Reason;
import org.guildhall.store.Accounts;

/** The reader's language and colours. */
final class CommonPages {

    private final Site site;
    private final Visits visits;
    private final Cookies cookies;

    CommonPages(Site site, Visits visits, Cookies cookies) {
        this.site = site;
        this.visits = visits;
        this.cookies = cookies;
    }

    Reply preferencesForm(Visit visit) throws SQLException {
        List<Choice> languages = new ArrayList<>();
        for (Language language : Language.values()) {
            languages.add(new Choice(
                    language.ownName(),
                    language.code(),
                    language == visit.texts().language()));
        }
        List<Choice> themes = new ArrayList<>();
        for (Theme theme : Theme.values()) {
            themes.add(new Choice(label(visit, theme), theme.code(), theme == visit.theme()));
        }
        Shell shell = visit.formShell(visit.t("footer.preferences"));
        return Reply.page(out ->
                JtepreferencesGenerated.render(out, null, shell, LocalPath.of(visit.query("to")), languages, themes));
    }

    Reply savePreferences(Visit visit) throws Exception {
        Optional<Language> language = Language.of(visit.field("language"));
        Theme theme = Theme.of(visit.field("theme"));
        if (language.isEmpty() || !theme.code().equals(visit.field("theme"))) {
            throw new RequestFault(Reason.BAD_REQUEST);
        }
        Optional<ObjectKey> member = visit.memberKey();
        if (member.isPresent()) {
            site.write(tx -> {
                new Accounts(tx.sql()).setLanguage(member.get(), language.get().code());
                return true;
            });
        }
        return visits.done(LocalPath.of(visit.field("to")), Notice.SAVED)
                .cookie(cookies.preference(Cookies.LANGUAGE, language.get().code()))
                .cookie(cookies.preference(Cookies.THEME, theme.code()));
    }

    private static String label(Visit visit, Theme theme) {
        return switch (theme) {
            case SYSTEM -> visit.t("preferences.system");
            case LIGHT -> visit.t("preferences.light");
            case DARK -> visit.t("preferences.dark");
        };
    }
}
