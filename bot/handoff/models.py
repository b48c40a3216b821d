from bot.models import AuditEntry as AuditEntry
from bot.models import Case as Case
from bot.models import Invite as Invite
from bot.models import SignIn as SignIn
from bot.models import Staff as Staff
