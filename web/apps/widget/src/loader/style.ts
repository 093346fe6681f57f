/** The launcher's and the panel's look, inside a shadow root that the site's CSS cannot reach. */
export const style = (accent: string, ink: string): string => `
:host{all:initial;color-scheme:light dark}
*{box-sizing:border-box}
.button,.panel{position:fixed;z-index:2147483000;inset-inline-end:20px}
.button{inset-block-end:20px;width:56px;height:56px;padding:0;border:0;border-radius:50%;background:${accent};color:${ink};cursor:pointer;box-shadow:0 1px 2px #0003,0 6px 20px #0003;display:grid;place-items:center;transition:transform .12s}
.button:hover{transform:scale(1.04)}
:focus-visible{outline:3px solid ${accent};outline-offset:3px}
.button svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round}
.badge{position:absolute;inset-block-start:-3px;inset-inline-end:-3px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:#c2452d;color:#fff;border:2px solid #fff;font:600 12px/18px system-ui,sans-serif;font-variant-numeric:tabular-nums}
.panel{inset-block-end:92px;width:400px;max-width:calc(100vw - 40px);height:min(700px,100vh - 112px);height:min(700px,100dvh - 112px);border-radius:16px;overflow:hidden;background:#fff;color:#54585c;font:15px/22px system-ui,sans-serif;box-shadow:0 0 0 1px #0000000f,0 2px 6px #0000000f,0 16px 48px #0000002e}
[hidden]{display:none!important}
iframe{position:absolute;inset:0;display:block;width:100%;height:100%;border:0}
.away{display:grid;gap:16px;place-content:center;justify-items:center;height:100%;padding:32px;text-align:center}
.away p{margin:0}
.away button{min-height:40px;padding:0 16px;border:1px solid #d5d2cb;border-radius:8px;background:none;color:inherit;font:inherit;cursor:pointer}
@media (prefers-color-scheme:dark){.panel{background:#1a1c1e;color:#b2b0ab;box-shadow:0 0 0 1px #ffffff14,0 16px 48px #000a}.badge{border-color:#141617}}
@media (max-width:520px){.panel{inset:0;width:auto;max-width:none;height:100vh;height:100dvh;border-radius:0}.open .button{display:none}}
@media (prefers-reduced-motion:reduce){.button{transition:none}}
@media print{.button,.panel{display:none}}
`
