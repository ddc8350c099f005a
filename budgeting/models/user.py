"""People who sign in, and what they may do where."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from budgeting.models.council import Council


class AddressField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address in small letters: when it is written, and when it is looked up.

    The sign-in library asks for small letters and compares exactly.
    """

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.lower() if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """For the database it is what it was, so that no table is made anew."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class UserManager(BaseUserManager["User"]):
    """Accounts without passwords: the address is the name."""

    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=email, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, **fields: Any) -> "User":
        fields.pop("password", None)
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person with an e-mail address and a language; no password is ever kept.

    `language` is empty until the person is known to read one: they are written to in both.
    """

    username = None  # type: ignore[assignment]
    email = AddressField(unique=True)
    language = models.CharField(max_length=2, blank=True, default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An empty password would count as one to ask for, so that it never stays empty."""
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)


class Role(models.TextChoices):
    OFFICER = "officer"
    FACILITATOR = "facilitator"
    MEMBER = "member"
    TRANSLATOR = "translator"
    OBSERVER = "observer"
    TRUSTEE = "trustee"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def lasting(self, on: date) -> "MembershipQuerySet":
        """What has not ended before a day; some may start later."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on))

    def current(self, on: date) -> "MembershipQuerySet":
        """What holds on a day, first and last one included."""
        return self.lasting(on).filter(starts_on__lte=on)


class Membership(models.Model):
    """A role of one person in one council, from a date and mostly to one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    council = models.ForeignKey(Council, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council", "role"], name="one_membership_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.council_id}"

    def is_over(self, on: date) -> bool:
        """Whether the last day was before a day."""
        return self.ends_on is not None and self.ends_on < on
