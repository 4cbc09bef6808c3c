// many.mjs - one move for all ticked rows: what is left out and why, a fault that changes nothing, and all of them moved; with and without scripts.

async function forward(s, js) {
    const page = await s.as("officer", { js }), word = js ? "" : " without scripts";
    await page.goto("/petition?state=forwarded");
    const done = await page.getAttribute(".register tbody tr .tick input", "value");
    await page.goto("/petition?state=registered");
    const moved = await page.locator(".register tbody tr:nth-child(-n+2)").evaluateAll(rows => rows.map(r => r.dataset.path));
    for (const i of [1, 2, 3]) await page.check(`.register tbody tr:nth-child(${i}) .tick input`);
    s.check(`the bar says three${word}`, await page.isVisible(".bulk")
        && await page.evaluate(() => getComputedStyle(document.querySelector(".bulk .count b"), "::before").content.includes("ticked")));
    // one row more, that somebody else has forwarded meanwhile
    await page.evaluate(ref => { document.querySelector(".register tbody tr:nth-child(3) .tick input").value = ref; }, done);
    await Promise.all([page.waitForNavigation(), page.click('.bulk button:has-text("转办")')]);
    const blocks = await page.locator(".split .block").allTextContents();
    s.check(`two can be forwarded and one is left out with the reason${word}`, blocks.length === 2 && /不在内的件\s*1/.test(blocks[1]) && blocks[1].includes("已转办"),
        blocks.join("|"));
    if (js) await s.examine(page, "the move of many");
    await Promise.all([page.waitForNavigation(), page.click(".ends .btn-primary")]);
    s.check(`an empty form is refused beside its fields${word}`, await page.locator(".field.wrong").count() > 0);
    for (const input of await page.locator(".form .field:not(:has(.optional)) input.form-control").all())
        await input.fill(/date|on$/.test(await input.getAttribute("name")) ? "2020-07-02" : "北苑街道纪工委");
    await Promise.all([page.waitForNavigation(), page.click(".ends .btn-primary")]);
    s.check(`both are forwarded${word}`, (await page.textContent(".said")).includes("2"), await page.textContent("main"));
    for (const path of moved) {
        await page.goto(path);
        s.check(`and each says so${word}`, (await page.textContent(".state")).includes("已转办"), await page.textContent(".state"));
    }
}

export default async function (s) {
    await forward(s, true);
    await forward(s, false);
    const page = await s.as("casemgr");
    await page.goto("/petition");
    s.check("who may move nothing gets no ticks", await page.locator(".tick").count() === 0);
}
