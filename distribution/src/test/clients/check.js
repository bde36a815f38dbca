// Drives a daemon with npm's package "supervisord": check.js URL. Program "sleeper" has to be there.
const assert = require("assert");
const client = require("supervisord").connect(process.argv[2]);
const call = (name, ...parameters) =>
    new Promise((done, fail) =>
        client[name](...parameters, (error, value) => (error ? fail(error) : done(value))));

(async () => {
    assert.strictEqual((await call("getState")).statename, "RUNNING");
    assert.strictEqual(await call("stopProcess", "sleeper"), true);
    await assert.rejects(call("stopProcess", "sleeper"), /NOT_RUNNING|not running/i);
    assert.strictEqual(await call("startProcess", "sleeper"), true);
    const infos = await call("getAllProcessInfo");
    assert.deepStrictEqual(infos.map((info) => info.name), ["noisy", "sleeper"]);
    console.log("ok");
})().catch((error) => {
    console.error(error);
    process.exit(1);
});
