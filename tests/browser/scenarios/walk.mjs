// walk.mjs - every page that a link leads to, for several roles: status, console (so CSP), axe, width; both languages, with and without scripts.
import { NARROW, WIDE } from "../lib.mjs";

// A filtered list that is sorted or paged besides is the same page once more.
const SKIP = /^\/(assets|signout|lang)|\.(pdf|docx|xlsx|csv|json)(\?|$)|\/as\/|^\/export\/|download|\?.*&(sort|before|after)=/;
// A link with another reference, token or figure is the same page again: one of each kind is walked.
const kind = path => path.replace(/\/[0-9a-f]{16}/g, "/:ref").replace(/\/F\d+\w*/g, "/:figure").replace(/=[^&]*/g, "=").replace(/^(\/admin\/\w+\/)[^/?]+/, "$1:x");

const links = html => [...html.matchAll(/<a\b[^>]*>/g)].map(m => m[0]).filter(tag => !/\sdownload\b/.test(tag))
    .map(tag => /\shref="(\/[^"]*)"/.exec(tag)?.[1].replaceAll("&amp;", "&").replace(/#.*/, "")).filter(path => path && !path.startsWith("//"));

// The pages are found by plain requests, in a tenth of the time that a browser takes to draw them.
export async function pagesOf(s, login, most) {
    const page = await s.as(login, { js: false }), found = ["/"], kinds = new Set(["/"]);
    for (let i = 0; i < found.length && found.length < most; i++) {
        const answer = await page.context().request.get(found[i]);
        if (!(answer.headers()["content-type"] || "").startsWith("text/html")) { found.splice(i--, 1); continue; }
        for (const path of links(await answer.text()))
            if (!SKIP.test(path) && !kinds.has(kind(path)) && found.length < most) { kinds.add(kind(path)); found.push(path); }
    }
    await page.context().close();
    return found;
}

async function walk(s, login, paths, { lang = "zh", js = true, axe = "both" } = {}) {
    const page = await s.as(login, { js });
    await page.goto("/");
    await s.lang(page, lang);
    for (const path of paths) {
        await page.setViewportSize(WIDE);
        await s.open(page, path);
        const name = `${login} ${path} ${lang}${js ? "" : " without scripts"}`;
        if (axe !== "none") await s.examine(page, `${name} wide`, { contrast: axe === "both" });
        await page.setViewportSize(NARROW);
        await s.examine(page, `${name} narrow`, { axe: axe === "both", contrast: false });
    }
    await s.lang(page, "zh");
    await page.context().close();
}

export default async function (s) {
    const officer = await pagesOf(s, "officer", 60), seen = new Set(officer.map(kind));
    s.check("the officer reaches many pages", officer.length >= 20, `${officer.length}`);
    await walk(s, "officer", officer);
    await walk(s, "officer", officer, { lang: "en", axe: "wide" });
    await walk(s, "officer", officer, { js: false, axe: "none" });
    for (const login of ["clerk", "leader", "sysadmin", "secadmin", "auditor"]) {
        const own = (await pagesOf(s, login, 30)).filter(p => p === "/" || !seen.has(kind(p)));
        await walk(s, login, own);
        if (login.endsWith("admin") || login === "auditor") await walk(s, login, own, { lang: "en", axe: "wide" });
    }
}
