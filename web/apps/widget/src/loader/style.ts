/** The launcher's and the panel's look, inside a shadow root that the site's CSS cannot reach. */
export const style = (accent: string, ink: string): string => `
:host{all:initial;color-scheme:light dark}
*{box-sizing:border-box}
.button,.panel,.invite{position:fixed;z-index:2147483000;inset-inline-end:20px}
.button{inset-block-end:20px;width:56px;height:56px;padding:0;border:0;border-radius:50%;background:${accent};color:${ink};cursor:pointer;box-shadow:0 1px 2px #0003,0 6px 20px #0003;display:grid;place-items:center;transition:transform .12s}
.button:hover{transform:scale(1.04)}
:focus-visible{outline:3px solid ${accent};outline-offset:3px}
.button svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round}
.badge{position:absolute;inset-block-start:-3px;inset-inline-end:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#c2452d;color:#fff;border:2px solid #fff;font:600 12px/18px system-ui,sans-serif;font-variant-numeric:tabular-nums}
.panel{inset-block-end:92px;width:400px;max-width:calc(100vw - 40px);height:min(700px,100vh - 112px);height:min(700px,100dvh - 112px);border-radius:16px;overflow:hidden;background:#fff;color:#54585c;font:15px/22px system-ui,sans-serif;box-shadow:0 0 0 1px #0000000f,0 2px 6px #0000000f,0 16px 48px #0000002e}
.invite{inset-block-end:92px;width:304px;max-width:calc(100vw - 40px);padding:16px;border-radius:16px;background:#fff;color:#1d1f21;font:15px/22px system-ui,sans-serif;box-shadow:0 0 0 1px #0000000f,0 2px 6px #0000000f,0 16px 48px #0000002e;animation:in .15s}
@keyframes in{from{opacity:0;transform:translateY(6px)}}
.invite [role=status]{padding-inline-end:28px}
.invite p{margin:0;text-align:start;text-wrap:pretty}
.invite p+p{margin-block:4px 0;color:#54585c;font-size:13px;line-height:18px}
.invite button{min-height:40px;margin-block-start:12px;padding:0 16px;border:0;border-radius:12px;background:var(--fill);color:var(--on);font:600 15px/22px system-ui,sans-serif;cursor:pointer}
.invite .no{position:absolute;inset-block-start:6px;inset-inline-end:6px;width:36px;min-height:36px;margin:0;padding:0;border-radius:50%;background:none;color:#54585c;font-size:22px;font-weight:400}
.invite .no:hover{background:#f4f2ee}
[hidden]{display:none!important}
iframe{position:absolute;inset:0;display:block;width:100%;height:100%;border:0}
.away{display:grid;gap:16px;place-content:center;justify-items:center;height:100%;padding:32px;text-align:center}
.away p{margin:0}
.away button{min-height:40px;padding:0 16px;border:1px solid #d5d2cb;border-radius:8px;background:none;color:inherit;font:inherit;cursor:pointer}
@media (prefers-color-scheme:dark){.panel{background:#1a1c1e;color:#b2b0ab;box-shadow:0 0 0 1px #ffffff14,0 16px 48px #000a}.invite{background:#1a1c1e;color:#ecebe8;box-shadow:0 0 0 1px #ffffff14,0 16px 48px #000a}.invite button{background:var(--fill-dark);color:var(--on-dark)}.invite p+p,.invite .no{color:#b2b0ab}.invite .no:hover{background:#202325}.badge{border-color:#141617}}
@media (max-width:520px){.panel{inset:0;width:auto;max-width:none;height:100vh;height:100dvh;border-radius:0}.open .button{display:none}}
@media (prefers-reduced-motion:reduce){.button{transition:none}.invite{animation:none}}
@media print{.button,.panel,.invite{display:none}}
`
