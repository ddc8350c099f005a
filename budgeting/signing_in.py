"""Settings of signing in: a code by mail or a passkey, no passwords; a second lock for officers."""

from budgeting import env

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# Tries are counted for each visitor: behind the proxy that is the last one it names, see
# `throttle.py`. Without a proxy anybody can write that header, and it does not count.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0

ACCOUNT_ADAPTER = "budgeting.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "budgeting.forms.account.SignInForm",
    "request_login_code": "budgeting.forms.account.CodeByMailForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Seconds. Some mail is slow, and so are some hands.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Without a box to tick: everybody stays signed in for as long as a session lasts.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True

# Officers and trustees act with a second lock only. The links of the demo sign in without one.
SECOND_LOCK_REQUIRED = not env.flag("DEMO")

MFA_FORMS = {
    "add_webauthn": "budgeting.forms.account.AddPasskeyForm",
    "edit_webauthn": "budgeting.forms.account.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The name under which a code app keeps an account.
MFA_TOTP_ISSUER = "Wijkstem · Voix de quartier"
# Periods of half a minute before and after the present one in which a code is still right.
MFA_TOTP_TOLERANCE = 1
