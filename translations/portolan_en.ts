<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>portolan::ui::ApplyDialog</name>
    <message numerus="yes">
        <source>Apply %n manifest(s)</source>
        <translation>
            <numerusform>Apply %n manifest</numerusform>
            <numerusform>Apply %n manifests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was changed: %n manifest(s) are refused.</source>
        <translation>
            <numerusform>Nothing was changed: %n manifest is refused.</numerusform>
            <numerusform>Nothing was changed: %n manifests are refused.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n manifest(s) are put.</source>
        <translation>
            <numerusform>The manifest is put.</numerusform>
            <numerusform>All %n manifests are put.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n manifest(s) are put; the one that was refused and those after it are not.</source>
        <translation>
            <numerusform>%n manifest is put; the one that was refused and those after it are not.</numerusform>
            <numerusform>%n manifests are put; the one that was refused and those after it are not.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::AuditPane</name>
    <message numerus="yes">
        <source>%Ln records before that are whole.</source>
        <translation>
            <numerusform>%Ln record before that is whole.</numerusform>
            <numerusform>%Ln records before that are whole.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln records, from number %1 on. Head %2</source>
        <translation>
            <numerusform>%Ln record, from number %1 on. Head %2</numerusform>
            <numerusform>%Ln records, from number %1 on. Head %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Load the %Ln records before these</source>
        <translation>
            <numerusform>Load the %Ln record before these</numerusform>
            <numerusform>Load the %Ln records before these</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::ClashWording</name>
    <message numerus="yes">
        <source>For all %Ln</source>
        <translation>
            <numerusform>For %Ln</numerusform>
            <numerusform>For all %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::ConnectionBanner</name>
    <message numerus="yes">
        <source>Trying again in %n second(s).</source>
        <translation>
            <numerusform>Trying again in %n second.</numerusform>
            <numerusform>Trying again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::DeadLettersDialog</name>
    <message numerus="yes">
        <source>%n event(s) were taken.</source>
        <translation>
            <numerusform>%n event was taken.</numerusform>
            <numerusform>%n events were taken.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::DefinitionsPane</name>
    <message numerus="yes">
        <source>%Ln: %1</source>
        <translation>
            <numerusform>%Ln: %1</numerusform>
            <numerusform>%Ln: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::DeleteDialog</name>
    <message numerus="yes">
        <source>Delete %n workspaces</source>
        <translation>
            <numerusform>Delete %n workspace</numerusform>
            <numerusform>Delete %n workspaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n workspaces?</source>
        <translation>
            <numerusform>Delete %n workspace?</numerusform>
            <numerusform>Delete these %n workspaces?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::EventsPane</name>
    <message numerus="yes">
        <source>Load the %n events before these</source>
        <translation>
            <numerusform>Load the event before these</numerusform>
            <numerusform>Load the %n events before these</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused. %n new</source>
        <translation>
            <numerusform>Paused. %n new</numerusform>
            <numerusform>Paused. %n new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::FileBrowser</name>
    <message numerus="yes">
        <source>%n item(s) can be dragged out of the window now.</source>
        <translation>
            <numerusform>%n item can be dragged out of the window now.</numerusform>
            <numerusform>%n items can be dragged out of the window now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: %Ln item(s) so far</source>
        <translation>
            <numerusform>Reading: %Ln item so far</numerusform>
            <numerusform>Reading: %Ln items so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hidden</source>
        <translation>
            <numerusform>%Ln hidden</numerusform>
            <numerusform>%Ln hidden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” and %n more</source>
        <translation>
            <numerusform>“%1” and %n more</numerusform>
            <numerusform>“%1” and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 in %Ln folder(s)</source>
        <translation>
            <numerusform>%1 in %Ln folder</numerusform>
            <numerusform>%1 in %Ln folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln item(s)</source>
        <translation>
            <numerusform>Delete %Ln item</numerusform>
            <numerusform>Delete %Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n workspace(s) run on this computer.</source>
        <translation>
            <numerusform>%n workspace runs on this computer.</numerusform>
            <numerusform>%n workspaces run on this computer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n workspace(s)</source>
        <translation>
            <numerusform>Stop %n workspace</numerusform>
            <numerusform>Stop %n workspaces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::ManifestDialog</name>
    <message numerus="yes">
        <source>There are %n manifests, and this is for one. Apply files where there are several.</source>
        <translation>
            <numerusform>There is %n manifest, and this is for one.</numerusform>
            <numerusform>There are %n manifests, and this is for one. Apply files where there are several.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was changed: %n value(s) are refused.</source>
        <translation>
            <numerusform>Nothing was changed: %n value is refused.</numerusform>
            <numerusform>Nothing was changed: %n values are refused.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::PasteWarning</name>
    <message numerus="yes">
        <source>The text has %n lines. Each may run as a command.</source>
        <translation>
            <numerusform>The text has %n line. It may run as a command.</numerusform>
            <numerusform>The text has %n lines. Each may run as a command.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n control characters are left out: they could press keys for you.</source>
        <translation>
            <numerusform>%n control character is left out: it could press keys for you.</numerusform>
            <numerusform>%n control characters are left out: they could press keys for you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paste %n lines</source>
        <translation>
            <numerusform>Paste %n line</numerusform>
            <numerusform>Paste %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::PortalsPane</name>
    <message numerus="yes">
        <source>%n session(s) of its users end at once, with their workspaces and all files in them. They cannot be brought back.</source>
        <translation>
            <numerusform>%n session of its users ends at once, with its workspace and all files in it. It cannot be brought back.</numerusform>
            <numerusform>%n sessions of its users end at once, with their workspaces and all files in them. They cannot be brought back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::ProfileDialog</name>
    <message numerus="yes">
        <source>The password is not kept: it makes a token “%1” that ends after %n day(s). You can revoke it at any time, among your tokens.</source>
        <translation>
            <numerusform>The password is not kept: it makes a token “%1” that ends after %n day. You can revoke it at any time, among your tokens.</numerusform>
            <numerusform>The password is not kept: it makes a token “%1” that ends after %n days. You can revoke it at any time, among your tokens.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::RankWords</name>
    <message numerus="yes">
        <source>%n place(s) free</source>
        <translation>
            <numerusform>%n place free</numerusform>
            <numerusform>%n places free</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warm session(s)</source>
        <translation>
            <numerusform>%n warm session</numerusform>
            <numerusform>%n warm sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::SelectionSummary</name>
    <message numerus="yes">
        <source>%n workspaces selected</source>
        <translation>
            <numerusform>%n workspace selected</numerusform>
            <numerusform>%n workspaces selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::SinksPane</name>
    <message numerus="yes">
        <source>%Ln in a row</source>
        <translation>
            <numerusform>%Ln in a row</numerusform>
            <numerusform>%Ln in a row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>So are %Ln dead letter(s).</source>
        <translation>
            <numerusform>So is %Ln dead letter.</numerusform>
            <numerusform>So are %Ln dead letters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::TenantsPane</name>
    <message numerus="yes">
        <source>%Ln now</source>
        <translation>
            <numerusform>%Ln now</numerusform>
            <numerusform>%Ln now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::Terminal</name>
    <message numerus="yes">
        <source>trying again in %n s</source>
        <translation>
            <numerusform>trying again in %n s</numerusform>
            <numerusform>trying again in %n s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::TokenDialog</name>
    <message numerus="yes">
        <source>After %n day(s), on %1</source>
        <translation>
            <numerusform>After %n day, on %1</numerusform>
            <numerusform>After %n days, on %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::TransferQueue</name>
    <message numerus="yes">
        <source>%1 · %n file(s)</source>
        <translation>
            <numerusform>%1 · %n file</numerusform>
            <numerusform>%1 · %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n file(s)</source>
        <translation>
            <numerusform>%1 of %n file</numerusform>
            <numerusform>%1 of %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::UserDialog</name>
    <message numerus="yes">
        <source>A password has at least %n letter(s).</source>
        <translation>
            <numerusform>A password has at least %n letter.</numerusform>
            <numerusform>A password has at least %n letters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::UserLook</name>
    <message numerus="yes">
        <source>It has %n workspace(s). Delete them first.</source>
        <translation>
            <numerusform>It has %n workspace. Delete it first.</numerusform>
            <numerusform>It has %n workspaces. Delete them first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::UsersPane</name>
    <message numerus="yes">
        <source>A password has at least %n letter(s).</source>
        <translation>
            <numerusform>A password has at least %n letter.</numerusform>
            <numerusform>A password has at least %n letters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkshopSessionActions</name>
    <message numerus="yes">
        <source>None of these %n sessions allows it now.</source>
        <translation>
            <numerusform>This %n session does not allow it now.</numerusform>
            <numerusform>None of these %n sessions allows it now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End these %n sessions?</source>
        <translation>
            <numerusform>End this %n session?</numerusform>
            <numerusform>End these %n sessions?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n sessions</source>
        <translation>
            <numerusform>End %n session</numerusform>
            <numerusform>End %n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n terminals</source>
        <translation>
            <numerusform>Open %n terminal</numerusform>
            <numerusform>Open %n terminals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Extend %n sessions</source>
        <translation>
            <numerusform>Extend %n session</numerusform>
            <numerusform>Extend %n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n sessions…</source>
        <translation>
            <numerusform>End %n session…</numerusform>
            <numerusform>End %n sessions…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkshopSessionsPane</name>
    <message numerus="yes">
        <source>%n sessions</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceActions</name>
    <message numerus="yes">
        <source>Open %n terminals</source>
        <translation>
            <numerusform>Open %n terminal</numerusform>
            <numerusform>Open %n terminals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open files of %n workspaces</source>
        <translation>
            <numerusform>Open files of %n workspace</numerusform>
            <numerusform>Open files of %n workspaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Start %n workspaces</source>
        <translation>
            <numerusform>Start %n workspace</numerusform>
            <numerusform>Start %n workspaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n workspaces</source>
        <translation>
            <numerusform>Stop %n workspace</numerusform>
            <numerusform>Stop %n workspaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n workspaces…</source>
        <translation>
            <numerusform>Delete %n workspace…</numerusform>
            <numerusform>Delete %n workspaces…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of these %n workspaces allows it now.</source>
        <translation>
            <numerusform>%n workspace does not allow it now.</numerusform>
            <numerusform>None of these %n workspaces allows it now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceLook</name>
    <message numerus="yes">
        <source>A name has at most %n letter(s).</source>
        <translation>
            <numerusform>A name has at most %n letter.</numerusform>
            <numerusform>A name has at most %n letters.</numerusform>
        </translation>
    </message>
</context>
</TS>
