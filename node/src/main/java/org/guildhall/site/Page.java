package org.guildhall.site;

import org.guildhall.site.web.Reply;

/** One page or form: plain synchronous code on a worker thread. */
interface Page {
    Reply answer(Visit visit) throws Exception;
}
