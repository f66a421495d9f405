<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Connection</name>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Verbindung verloren</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>nothing can break</source>
        <translation>unkritisch</translation>
    </message>
    <message>
        <source>take care</source>
        <translation>Vorsicht</translation>
    </message>
    <message>
        <source>production</source>
        <translation>Produktion</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>This was refused</source>
        <translation>Die Anfrage wurde abgelehnt</translation>
    </message>
    <message>
        <source>The token is not accepted</source>
        <translation>Das Token wird nicht akzeptiert</translation>
    </message>
    <message>
        <source>This is not allowed</source>
        <translation>Das ist nicht erlaubt</translation>
    </message>
    <message>
        <source>It is not there</source>
        <translation>Nicht vorhanden</translation>
    </message>
    <message>
        <source>This does not fit the present state</source>
        <translation>Das ist im aktuellen Zustand nicht möglich</translation>
    </message>
    <message>
        <source>Somebody else has changed it</source>
        <translation>Zwischenzeitlich von anderer Seite geändert</translation>
    </message>
    <message>
        <source>It is too large</source>
        <translation>Zu groß</translation>
    </message>
    <message>
        <source>Too many at once</source>
        <translation>Zu viele auf einmal</translation>
    </message>
    <message>
        <source>This is not available here</source>
        <translation>Hier nicht verfügbar</translation>
    </message>
    <message>
        <source>It cannot be reached</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>The answer cannot be understood</source>
        <translation>Die Antwort ist unverständlich</translation>
    </message>
    <message>
        <source>There was no answer in time</source>
        <translation>Keine rechtzeitige Antwort</translation>
    </message>
    <message>
        <source>There is no space left</source>
        <translation>Kein Speicherplatz mehr frei</translation>
    </message>
    <message>
        <source>It was cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>The control plane cannot do it now. %1</source>
        <translation>Die Steuerung kann das derzeit nicht ausführen. %1</translation>
    </message>
    <message>
        <source>The control plane has a fault. %1</source>
        <translation>Fehler in der Steuerung. %1</translation>
    </message>
</context>
<context>
    <name>portolan::schema</name>
    <message>
        <source>Blueprint</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>How often it was started again.</source>
        <translation>Wie oft neu gestartet wurde.</translation>
    </message>
    <message>
        <source>Its owner.</source>
        <translation>Wem er gehört.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Memory limit, as a Kubernetes quantity.</source>
        <translation>Grenze des Arbeitsspeichers, als Kubernetes-Menge.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>One sentence on its state.</source>
        <translation>Ein Satz zum Zustand.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Processor limit, as a Kubernetes quantity.</source>
        <translation>Grenze des Prozessors, als Kubernetes-Menge.</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Starting, Running, Stopping, Stopped, Error or Terminating.</source>
        <translation>Startet, läuft, stoppt, gestoppt, Fehler oder wird gelöscht.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Unique name.</source>
        <translation>Eindeutiger Name.</translation>
    </message>
    <message>
        <source>What it was made from.</source>
        <translation>Woraus er gemacht ist.</translation>
    </message>
    <message>
        <source>When it was last started.</source>
        <translation>Wann er zuletzt gestartet wurde.</translation>
    </message>
    <message>
        <source>When it was made.</source>
        <translation>Wann er angelegt wurde.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Its first characters.</source>
        <translation>Seine ersten Zeichen.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Kind of the subject.</source>
        <translation>Art des Gegenstands.</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>Number without gap.</source>
        <translation>Lückenlose Nummer.</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Umfang</translation>
    </message>
    <message>
        <source>Seq</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>What happened.</source>
        <translation>Was geschah.</translation>
    </message>
    <message>
        <source>What it happened to.</source>
        <translation>Womit es geschah.</translation>
    </message>
    <message>
        <source>What it is narrowed to.</source>
        <translation>Worauf es beschränkt ist.</translation>
    </message>
    <message>
        <source>When it was committed.</source>
        <translation>Wann es festgeschrieben wurde.</translation>
    </message>
    <message>
        <source>Who did it; empty for the server itself.</source>
        <translation>Wer es tat; leer: der Server selbst.</translation>
    </message>
    <message>
        <source>Whose it is.</source>
        <translation>Wem es gehört.</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Anmeldenachweis</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>From where.</source>
        <translation>Von wo.</translation>
    </message>
    <message>
        <source>HTTP method.</source>
        <translation>HTTP-Methode.</translation>
    </message>
    <message>
        <source>HTTP status.</source>
        <translation>HTTP-Status.</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>Kind of what it was done to.</source>
        <translation>Art dessen, womit es geschah.</translation>
    </message>
    <message>
        <source>Kind of what proved it, and the beginning of its id.</source>
        <translation>Art des Nachweises und der Anfang seiner Kennung.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Path without the query.</source>
        <translation>Pfad ohne Abfrage.</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Vorheriger</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>SHA-256 of this record without `hash`, its members sorted by name (RFC 8785).</source>
        <translation>SHA-256 dieses Eintrags ohne „hash“, seine Glieder nach Namen sortiert (RFC 8785).</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>The hash of the record before.</source>
        <translation>Der Hash des Eintrags davor.</translation>
    </message>
    <message>
        <source>The permission that it takes, or `login` and the like.</source>
        <translation>Die Berechtigung, die es braucht, oder „login“ und dergleichen.</translation>
    </message>
    <message>
        <source>What came of it.</source>
        <translation>Was daraus wurde.</translation>
    </message>
    <message>
        <source>What it was done to.</source>
        <translation>Womit es geschah.</translation>
    </message>
    <message>
        <source>When it was recorded.</source>
        <translation>Wann es festgehalten wurde.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Who; of a login the name that was tried.</source>
        <translation>Wer; bei einer Anmeldung der versuchte Name.</translation>
    </message>
    <message>
        <source>Whose that is.</source>
        <translation>Wem das gehört.</translation>
    </message>
    <message>
        <source>Why it was denied or failed.</source>
        <translation>Warum es verweigert wurde oder fehlschlug.</translation>
    </message>
    <message>
        <source>X-Request-Id.</source>
        <translation>X-Request-Id.</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Cursor</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <translation>Unzustellbar</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Events up to this seq are done.</source>
        <translation>Die Ereignisse bis zu dieser Nummer sind erledigt.</translation>
    </message>
    <message>
        <source>Failed attempts in a row.</source>
        <translation>Fehlgeschlagene Versuche in Folge.</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehlversuche</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>How an event is laid into a request.</source>
        <translation>Wie ein Ereignis in eine Anfrage gelegt wird.</translation>
    </message>
    <message>
        <source>How many events come after that, wanted or not.</source>
        <translation>Wie viele Ereignisse danach kommen, gewünschte und andere.</translation>
    </message>
    <message>
        <source>How many it would not take.</source>
        <translation>Wie viele es nicht annehmen wollte.</translation>
    </message>
    <message>
        <source>How often it was sent.</source>
        <translation>Wie oft es gesendet wurde.</translation>
    </message>
    <message>
        <source>How people call it.</source>
        <translation>Wie es bei den Leuten heißt.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Its id.</source>
        <translation>Seine Kennung.</translation>
    </message>
    <message>
        <source>Last delivery</source>
        <translation>Letzte Zustellung</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>Letzter Fehler</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Nächster Versuch</translation>
    </message>
    <message>
        <source>Of the event.</source>
        <translation>Des Ereignisses.</translation>
    </message>
    <message>
        <source>Only what is this user&apos;s.</source>
        <translation>Nur, was diesem Benutzer gehört.</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>When it last took one.</source>
        <translation>Wann es zuletzt eines angenommen hat.</translation>
    </message>
    <message>
        <source>When it was given up.</source>
        <translation>Wann es aufgegeben wurde.</translation>
    </message>
    <message>
        <source>When the event that it did not take is sent again; nothing: none waits for that.</source>
        <translation>Wann das Ereignis, das es nicht angenommen hat, erneut gesendet wird; leer: keines wartet darauf.</translation>
    </message>
    <message>
        <source>Where events are sent.</source>
        <translation>Wohin Ereignisse gesendet werden.</translation>
    </message>
    <message>
        <source>Whether events are sent now.</source>
        <translation>Ob jetzt Ereignisse gesendet werden.</translation>
    </message>
    <message>
        <source>Whether requests are signed.</source>
        <translation>Ob Anfragen signiert werden.</translation>
    </message>
    <message>
        <source>Why the last one failed.</source>
        <translation>Warum der letzte Versuch fehlschlug.</translation>
    </message>
    <message>
        <source>1 where there is no limit.</source>
        <translation>1, wo es keine Grenze gibt.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>All portals</source>
        <translation>Alle Portale</translation>
    </message>
    <message>
        <source>Allocated</source>
        <translation>Vergeben</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Has room</source>
        <translation>Hat Platz</translation>
    </message>
    <message>
        <source>It has no selectors: it may use every portal.</source>
        <translation>Ohne Auswahl: Er darf jedes Portal nutzen.</translation>
    </message>
    <message>
        <source>Kept warm.</source>
        <translation>Bereitgehalten.</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>Portal</translation>
    </message>
    <message>
        <source>Portal has room</source>
        <translation>Portal hat Platz</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>Reserviert</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Room in portal</source>
        <translation>Platz im Portal</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Sessions at once; 0: no limit.</source>
        <translation>Sitzungen zugleich; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Warm, and nobody&apos;s.</source>
        <translation>Bereit, und niemandes.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Workshop</source>
        <translation>Workshop</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsumgebung</translation>
    </message>
    <message>
        <source>The reason in words.</source>
        <translation>Der Grund in Worten.</translation>
    </message>
    <message>
        <source>Whose it is; nobody&apos;s as long as it is kept warm.</source>
        <translation>Wem sie gehört; niemandem, solange sie nur bereitsteht.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ApplyDialog</name>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>In this order they are put.</source>
        <translation>In dieser Reihenfolge werden sie angewendet.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Of its file, where it begins.</source>
        <translation>Der Datei, wo es beginnt.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Apply manifests</source>
        <translation>Manifeste anwenden</translation>
    </message>
    <message>
        <source>Looking at what would become of them…</source>
        <translation>Prüfen, was aus ihnen würde…</translation>
    </message>
    <message>
        <source>Manifests</source>
        <translation>Manifeste</translation>
    </message>
    <message>
        <source>Nothing was changed: the manifests cannot be read.</source>
        <translation>Nichts wurde geändert: Die Manifeste sind nicht lesbar.</translation>
    </message>
    <message>
        <source>%1 %2, %3, line %4: %5</source>
        <translation>%1 %2, %3, Zeile %4: %5</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n manifest(s)</source>
        <translation>
            <numerusform>%n Manifest anwenden</numerusform>
            <numerusform>%n Manifeste anwenden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was changed: %n manifest(s) are refused.</source>
        <translation>
            <numerusform>Nichts wurde geändert: %n Manifest wurde abgelehnt.</numerusform>
            <numerusform>Nichts wurde geändert: %n Manifeste wurden abgelehnt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n manifest(s) are put.</source>
        <translation>
            <numerusform>Das Manifest ist angewendet.</numerusform>
            <numerusform>Alle %n Manifeste sind angewendet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n manifest(s) are put; the one that was refused and those after it are not.</source>
        <translation>
            <numerusform>%n Manifest ist angewendet; das abgelehnte und die danach nicht.</numerusform>
            <numerusform>%n Manifeste sind angewendet; das abgelehnte und die danach nicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Will be created</source>
        <translation>Wird angelegt</translation>
    </message>
    <message>
        <source>Will be updated</source>
        <translation>Wird geändert</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>All of it is there already, as it is written here: there is nothing to apply.</source>
        <translation>Alles ist schon da, so wie es hier steht: Es gibt nichts anzuwenden.</translation>
    </message>
    <message>
        <source>Nothing is changed yet. To be created: %1, to be updated: %2, unchanged: %3.</source>
        <translation>Noch ist nichts geändert. Neu: %1, geändert: %2, unverändert: %3.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::AuditLook</name>
    <message>
        <source>Denied</source>
        <translation>Verweigert</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
</context>
<context>
    <name>portolan::ui::AuditPane</name>
    <message>
        <source>Look again</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Load older</source>
        <translation>Ältere laden</translation>
    </message>
    <message>
        <source>Verify the log</source>
        <translation>Protokoll prüfen</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Audit-Protokoll</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>Copy the head</source>
        <translation>Kopf kopieren</translation>
    </message>
    <message>
        <source>Note it: a later verification with it shows whether all of this is still there.</source>
        <translation>Notieren Sie ihn: Eine spätere Prüfung damit zeigt, ob all dies noch da ist.</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Select a record to see all that it says.</source>
        <translation>Wählen Sie einen Eintrag, um alles zu sehen, was er sagt.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Nobody who is known</source>
        <translation>Niemand Bekanntes</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Anmeldenachweis</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>this computer, by a socket</source>
        <translation>dieser Rechner, über einen Socket</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Anfragekennung</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>Hash before</source>
        <translation>Hash davor</translation>
    </message>
    <message>
        <source>The audit log could not be loaded. %1</source>
        <translation>Das Audit-Protokoll konnte nicht geladen werden. %1</translation>
    </message>
    <message>
        <source>The audit log could not be verified. %1</source>
        <translation>Das Audit-Protokoll konnte nicht geprüft werden. %1</translation>
    </message>
    <message>
        <source>Verified %1 of %2 records</source>
        <translation>%1 von %2 Einträgen geprüft</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>Gebrochen</translation>
    </message>
    <message>
        <source>The log is not as it was written. %1</source>
        <translation>Das Protokoll ist nicht so, wie es geschrieben wurde. %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln records before that are whole.</source>
        <translation>
            <numerusform>%Ln Eintrag davor ist heil.</numerusform>
            <numerusform>%Ln Einträge davor sind heil.</numerusform>
        </translation>
    </message>
    <message>
        <source>Unbroken</source>
        <translation>Ungebrochen</translation>
    </message>
    <message>
        <source>There are no records.</source>
        <translation>Es gibt keine Einträge.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln records, from number %1 on. Head %2</source>
        <translation>
            <numerusform>%Ln Eintrag, ab Nummer %1. Kopf %2</numerusform>
            <numerusform>%Ln Einträge, ab Nummer %1. Kopf %2</numerusform>
        </translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>Your role may not read this.</source>
        <translation>Ihre Rolle darf das nicht lesen.</translation>
    </message>
    <message>
        <source>Not for your role</source>
        <translation>Nicht für Ihre Rolle</translation>
    </message>
    <message>
        <source>Administrators and operators read who did what.</source>
        <translation>Administratoren und Betreiber lesen, wer was getan hat.</translation>
    </message>
    <message>
        <source>No records</source>
        <translation>Keine Einträge</translation>
    </message>
    <message>
        <source>What is asked of the control plane shows here.</source>
        <translation>Hier erscheint, was von der Steuerung verlangt wird.</translation>
    </message>
    <message>
        <source>Load what was recorded since</source>
        <translation>Laden, was seither festgehalten wurde</translation>
    </message>
    <message>
        <source>They are being loaded.</source>
        <translation>Sie werden geladen.</translation>
    </message>
    <message>
        <source>Nothing is shown yet.</source>
        <translation>Noch wird nichts gezeigt.</translation>
    </message>
    <message>
        <source>Nothing older is kept.</source>
        <translation>Ältere werden nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>More would be too many to show; export these first.</source>
        <translation>Mehr lassen sich nicht zeigen; diese zuerst exportieren.</translation>
    </message>
    <message numerus="yes">
        <source>Load the %Ln records before these</source>
        <translation>
            <numerusform>Den %Ln Eintrag davor laden</numerusform>
            <numerusform>Die %Ln Einträge davor laden</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop verifying</source>
        <translation>Prüfung abbrechen</translation>
    </message>
    <message>
        <source>Leave the rest unverified</source>
        <translation>Den Rest ungeprüft lassen</translation>
    </message>
    <message>
        <source>Recompute the hashes, to see that nothing was changed or taken out</source>
        <translation>Die Hashes neu berechnen, um zu sehen, dass nichts geändert oder entfernt wurde</translation>
    </message>
    <message>
        <source>Verifying…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Zurück bis %1</translation>
    </message>
    <message>
        <source>record %1</source>
        <translation>Eintrag %1</translation>
    </message>
</context>
<context>
    <name>portolan::ui::BlueprintList</name>
    <message>
        <source>Blueprint</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>portolan::ui::CellText</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>%1 reserved</source>
        <translation>%1 reserviert</translation>
    </message>
    <message>
        <source>%1 incoming</source>
        <translation>%1 eingehend</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
</context>
<context>
    <name>portolan::ui::CertificateDialog</name>
    <message>
        <source>Certificate of %1</source>
        <translation>Zertifikat von %1</translation>
    </message>
    <message>
        <source>Nobody whom this computer knows vouches for this server. It may be new, or somebody else may stand between you and it.</source>
        <translation>Keine diesem Rechner bekannte Stelle bürgt für diesen Server. Er kann neu sein, oder jemand hat sich in die Verbindung eingeschaltet.</translation>
    </message>
    <message>
        <source>The certificate cannot be trusted: %1. Its administrator has to replace it.</source>
        <translation>Dem Zertifikat ist nicht zu trauen: %1. Die Administration des Servers muss es ersetzen.</translation>
    </message>
    <message>
        <source>Its fingerprint is</source>
        <translation>Sein Fingerabdruck lautet</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Ask the administrator of the server for the fingerprint on another way, such as by telephone, and compare. On the server, this shows it:
openssl x509 -noout -fingerprint -sha256 -in CERTIFICATE</source>
        <translation>Den Fingerabdruck auf anderem Weg, etwa telefonisch, bei der Administration des Servers erfragen und vergleichen. Auf dem Server zeigt ihn dieser Befehl:
openssl x509 -noout -fingerprint -sha256 -in CERTIFICATE</translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation>Nicht verbinden</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Diesem Zertifikat vertrauen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ClashWording</name>
    <message>
        <source>Keep both</source>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>“%1” is there already (%2). The new one: %3.</source>
        <translation>„%1“ ist bereits vorhanden (%2). Neu: %3.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>The folder “%1” is there already. Merging replaces files of the same names and leaves the others.</source>
        <translation>Der Ordner „%1“ ist bereits vorhanden. Zusammenführen ersetzt gleichnamige Dateien und lässt die übrigen unverändert.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>“%1” is there already and is something else (a file, a folder or a link), so it cannot be replaced.</source>
        <translation>„%1“ ist bereits vorhanden und von anderer Art (Datei, Ordner oder Verknüpfung), Ersetzen ist daher nicht möglich.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>For all %Ln</source>
        <translation>
            <numerusform>Für %Ln</numerusform>
            <numerusform>Für alle %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Go to anything, or do something…</source>
        <translation>Ziel oder Befehl suchen…</translation>
    </message>
    <message>
        <source>Go to anything, or do something</source>
        <translation>Ziel oder Befehl suchen</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Treffer</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ConnectionBanner</name>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>The certificate of this server is not trusted: %1</source>
        <translation>Dem Zertifikat dieses Servers wird nicht vertraut: %1</translation>
    </message>
    <message>
        <source>Look at the certificate…</source>
        <translation>Zertifikat ansehen…</translation>
    </message>
    <message numerus="yes">
        <source>Trying again in %n second(s).</source>
        <translation>
            <numerusform>Neuer Versuch in %n Sekunde.</numerusform>
            <numerusform>Neuer Versuch in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is as of %1.</source>
        <translation>Angezeigt wird der Stand von %1.</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden…</translation>
    </message>
</context>
<context>
    <name>portolan::ui::DeadLettersDialog</name>
    <message>
        <source>Send all again</source>
        <translation>Alle erneut senden</translation>
    </message>
    <message>
        <source>Dead letters of %1</source>
        <translation>Unzustellbares von %1</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Select one to see the event.</source>
        <translation>Wählen Sie eines aus, um das Ereignis zu sehen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>They could not be loaded. %1</source>
        <translation>Sie konnten nicht geladen werden. %1</translation>
    </message>
    <message>
        <source>No dead letters</source>
        <translation>Nichts Unzustellbares</translation>
    </message>
    <message>
        <source>It has taken everything that it was sent.</source>
        <translation>Es hat alles angenommen, was ihm gesendet wurde.</translation>
    </message>
    <message>
        <source>Event %1 was not taken. %2</source>
        <translation>Ereignis %1 wurde nicht angenommen. %2</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) were taken.</source>
        <translation>
            <numerusform>%n Ereignis wurde angenommen.</numerusform>
            <numerusform>%n Ereignisse wurden angenommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The answer is awaited.</source>
        <translation>Die Antwort steht noch aus.</translation>
    </message>
    <message>
        <source>There are none.</source>
        <translation>Es gibt keine.</translation>
    </message>
    <message>
        <source>In their order, until one is not taken</source>
        <translation>Der Reihe nach, bis eines nicht angenommen wird</translation>
    </message>
</context>
<context>
    <name>portolan::ui::DefinitionsPane</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Blueprint</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>What its workspaces are made from.</source>
        <translation>Woraus seine Arbeitsumgebungen entstehen.</translation>
    </message>
    <message>
        <source>Portals</source>
        <translation>Portale</translation>
    </message>
    <message>
        <source>How many of this server offer it.</source>
        <translation>Wie viele dieses Servers ihn anbieten.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Of its instructions.</source>
        <translation>Seiner Anleitung.</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>When it became what it is.</source>
        <translation>Wann er wurde, was er ist.</translation>
    </message>
    <message>
        <source>None: its page shows terminals only</source>
        <translation>Keine: Seine Seite zeigt nur Terminals</translation>
    </message>
    <message numerus="yes">
        <source>%Ln: %1</source>
        <translation>
            <numerusform>%Ln: %1</numerusform>
            <numerusform>%Ln: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>New workshop…</source>
        <translation>Neuer Workshop…</translation>
    </message>
    <message>
        <source>Definitions</source>
        <translation>Definitionen</translation>
    </message>
    <message>
        <source>Request a session…</source>
        <translation>Sitzung anfordern…</translation>
    </message>
    <message>
        <source>Request session</source>
        <translation>Sitzung anfordern</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Select a workshop to see what it is, and which portals offer it.</source>
        <translation>Einen Workshop auswählen, um zu sehen, was er ist und welche Portale ihn anbieten.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Offered by</source>
        <translation>Angeboten von</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Difficulty</source>
        <translation>Schwierigkeit</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>No portal of this server</source>
        <translation>Keinem Portal dieses Servers</translation>
    </message>
    <message>
        <source>No portal offers it.</source>
        <translation>Kein Portal bietet ihn an.</translation>
    </message>
    <message>
        <source>Portals offer it: %1. Take it out there first.</source>
        <translation>Portale bieten ihn an: %1. Nehmen Sie ihn dort zuerst heraus.</translation>
    </message>
    <message>
        <source>Define a workshop, as a manifest</source>
        <translation>Einen Workshop als Manifest definieren</translation>
    </message>
    <message>
        <source>Not for your role</source>
        <translation>Nicht für Ihre Rolle</translation>
    </message>
    <message>
        <source>Administrators, operators and authors see what workshops are.</source>
        <translation>Verwalter, Betreiber und Autoren sehen, was Workshops sind.</translation>
    </message>
    <message>
        <source>No workshops</source>
        <translation>Keine Workshops</translation>
    </message>
    <message>
        <source>A definition says what a workshop is: its instructions, and what its workspaces are made from. Portals offer it.</source>
        <translation>Eine Definition sagt, was ein Workshop ist: seine Anleitung, und woraus seine Arbeitsumgebungen entstehen. Portale bieten ihn an.</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Angeboten</translation>
    </message>
    <message>
        <source>Not offered</source>
        <translation>Nicht angeboten</translation>
    </message>
    <message>
        <source>Delete workshop</source>
        <translation>Workshop löschen</translation>
    </message>
    <message>
        <source>Delete the workshop %1?</source>
        <translation>Den Workshop %1 löschen?</translation>
    </message>
    <message>
        <source>Its instructions are lost, and cannot be brought back.</source>
        <translation>Seine Anleitung geht verloren und lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
</context>
<context>
    <name>portolan::ui::DeleteDialog</name>
    <message>
        <source>Delete workspace</source>
        <translation>Arbeitsumgebung löschen</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n workspaces</source>
        <translation>
            <numerusform>%n Arbeitsumgebung löschen</numerusform>
            <numerusform>%n Arbeitsumgebungen löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this workspace?</source>
        <translation>Diese Arbeitsumgebung löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete these %n workspaces?</source>
        <translation>
            <numerusform>%n Arbeitsumgebung löschen?</numerusform>
            <numerusform>Diese %n Arbeitsumgebungen löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Workspaces that will be deleted</source>
        <translation>Zu löschende Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>%1 (%2, of %3)</source>
        <translation>%1 (%2, von %3)</translation>
    </message>
    <message>
        <source>What runs in it ends. Its home folder and all files in it are lost, and cannot be brought back.</source>
        <translation>Alles, was darin läuft, wird beendet. Der persönliche Ordner und alle Dateien darin gehen unwiederbringlich verloren.</translation>
    </message>
    <message>
        <source>What runs in them ends. The home folder of each and all files in it are lost, and cannot be brought back.</source>
        <translation>Alles, was darin läuft, wird beendet. Die persönlichen Ordner und alle Dateien darin gehen unwiederbringlich verloren.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::DetailView</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::DragStaging</name>
    <message>
        <source>There is no room for temporary files on this computer.</source>
        <translation>Auf diesem Rechner ist kein Platz für temporäre Dateien.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::EventDetail</name>
    <message>
        <source>Select an event to see all that it says.</source>
        <translation>Ein Ereignis auswählen, um alles darüber zu sehen.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Durch</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>the control plane itself</source>
        <translation>die Steuerung selbst</translation>
    </message>
</context>
<context>
    <name>portolan::ui::EventLine</name>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Start asked for by %1</source>
        <translation>Start angefordert von %1</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Stoppt</translation>
    </message>
    <message>
        <source>Stop asked for by %1</source>
        <translation>Stopp angefordert von %1</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>Wird gelöscht</translation>
    </message>
    <message>
        <source>Deletion asked for by %1</source>
        <translation>Löschen angefordert von %1</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Created by %1</source>
        <translation>Angelegt von %1</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
</context>
<context>
    <name>portolan::ui::EventTable</name>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>In words; the type is what the control plane calls it.</source>
        <translation>In Worten; der Typ ist, wie die Steuerung es nennt.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>portolan::ui::EventTimeline</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>The history could not be loaded. %1</source>
        <translation>Der Verlauf konnte nicht geladen werden. %1</translation>
    </message>
    <message>
        <source>Only the latest are shown.</source>
        <translation>Nur die neuesten werden angezeigt.</translation>
    </message>
    <message>
        <source>Nothing is kept of what happened to it.</source>
        <translation>Dazu sind keine Ereignisse gespeichert.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::EventWords</name>
    <message>
        <source>Workspace created</source>
        <translation>Arbeitsumgebung erstellt</translation>
    </message>
    <message>
        <source>Workspace deleted</source>
        <translation>Arbeitsumgebung gelöscht</translation>
    </message>
    <message>
        <source>Workspace starting</source>
        <translation>Arbeitsumgebung startet</translation>
    </message>
    <message>
        <source>Workspace running</source>
        <translation>Arbeitsumgebung läuft</translation>
    </message>
    <message>
        <source>Workspace stopping</source>
        <translation>Arbeitsumgebung hält an</translation>
    </message>
    <message>
        <source>Workspace stopped</source>
        <translation>Arbeitsumgebung angehalten</translation>
    </message>
    <message>
        <source>Workspace failed</source>
        <translation>Arbeitsumgebung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Workspace being deleted</source>
        <translation>Arbeitsumgebung wird gelöscht</translation>
    </message>
    <message>
        <source>Workspace entered</source>
        <translation>Arbeitsumgebung betreten</translation>
    </message>
    <message>
        <source>Workspace left</source>
        <translation>Arbeitsumgebung verlassen</translation>
    </message>
    <message>
        <source>User created</source>
        <translation>Benutzer angelegt</translation>
    </message>
    <message>
        <source>User changed</source>
        <translation>Benutzer geändert</translation>
    </message>
    <message>
        <source>User deleted</source>
        <translation>Benutzer gelöscht</translation>
    </message>
    <message>
        <source>Logged out everywhere</source>
        <translation>Überall abgemeldet</translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation>Passwort geändert</translation>
    </message>
    <message>
        <source>Password closed after failures</source>
        <translation>Passwort nach Fehlversuchen gesperrt</translation>
    </message>
    <message>
        <source>Password opened again</source>
        <translation>Passwort wieder freigegeben</translation>
    </message>
    <message>
        <source>Logged in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>Logged out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Token made</source>
        <translation>Token erstellt</translation>
    </message>
    <message>
        <source>Token changed</source>
        <translation>Token geändert</translation>
    </message>
    <message>
        <source>Token revoked</source>
        <translation>Token widerrufen</translation>
    </message>
    <message>
        <source>Sink made</source>
        <translation>Ziel erstellt</translation>
    </message>
    <message>
        <source>Sink changed</source>
        <translation>Ziel geändert</translation>
    </message>
    <message>
        <source>Sink deleted</source>
        <translation>Ziel gelöscht</translation>
    </message>
    <message>
        <source>Session being made</source>
        <translation>Sitzung entsteht</translation>
    </message>
    <message>
        <source>Session ready</source>
        <translation>Sitzung bereit</translation>
    </message>
    <message>
        <source>Session given to a user</source>
        <translation>Sitzung vergeben</translation>
    </message>
    <message>
        <source>Session begun by its user</source>
        <translation>Sitzung begonnen</translation>
    </message>
    <message>
        <source>Session extended</source>
        <translation>Sitzung verlängert</translation>
    </message>
    <message>
        <source>Session ending</source>
        <translation>Sitzung wird beendet</translation>
    </message>
    <message>
        <source>Session ended</source>
        <translation>Sitzung beendet</translation>
    </message>
    <message>
        <source>Portal made</source>
        <translation>Portal angelegt</translation>
    </message>
    <message>
        <source>Portal changed</source>
        <translation>Portal geändert</translation>
    </message>
    <message>
        <source>Portal deleted</source>
        <translation>Portal gelöscht</translation>
    </message>
    <message>
        <source>Tenant made</source>
        <translation>Mandant angelegt</translation>
    </message>
    <message>
        <source>Tenant changed</source>
        <translation>Mandant geändert</translation>
    </message>
    <message>
        <source>Tenant deleted</source>
        <translation>Mandant gelöscht</translation>
    </message>
    <message>
        <source>Cluster made</source>
        <translation>Cluster angelegt</translation>
    </message>
    <message>
        <source>Cluster changed</source>
        <translation>Cluster geändert</translation>
    </message>
    <message>
        <source>Cluster deleted</source>
        <translation>Cluster gelöscht</translation>
    </message>
    <message>
        <source>Workshop made</source>
        <translation>Workshop angelegt</translation>
    </message>
    <message>
        <source>Workshop changed</source>
        <translation>Workshop geändert</translation>
    </message>
    <message>
        <source>Workshop deleted</source>
        <translation>Workshop gelöscht</translation>
    </message>
    <message>
        <source>Environment deleted</source>
        <translation>Umgebung gelöscht</translation>
    </message>
    <message>
        <source>Secret made</source>
        <translation>Geheimnis angelegt</translation>
    </message>
    <message>
        <source>Secret changed</source>
        <translation>Geheimnis geändert</translation>
    </message>
    <message>
        <source>Secret deleted</source>
        <translation>Geheimnis gelöscht</translation>
    </message>
    <message>
        <source>Environment made</source>
        <translation>Umgebung angelegt</translation>
    </message>
    <message>
        <source>Environment changed</source>
        <translation>Umgebung geändert</translation>
    </message>
    <message>
        <source>Environment going</source>
        <translation>Umgebung wird beendet</translation>
    </message>
</context>
<context>
    <name>portolan::ui::EventsPane</name>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Load older</source>
        <translation>Ältere laden</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Go to the subject</source>
        <translation>Zum Gegenstand</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>It is not among the events that are shown any more.</source>
        <translation>Es gehört nicht mehr zu den gezeigten Ereignissen.</translation>
    </message>
    <message>
        <source>What it happened to is gone.</source>
        <translation>Womit es geschah, gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>There is no page for what it happened to.</source>
        <translation>Dafür gibt es keine Seite.</translation>
    </message>
    <message>
        <source>The history could not be loaded. %1</source>
        <translation>Der Verlauf konnte nicht geladen werden. %1</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Noch ist nichts geschehen</translation>
    </message>
    <message>
        <source>What people and the control plane do shows here as it happens.</source>
        <translation>Was Menschen und die Steuerung tun, erscheint hier, sobald es geschieht.</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>They are being loaded.</source>
        <translation>Sie werden geladen.</translation>
    </message>
    <message>
        <source>Nothing older is kept.</source>
        <translation>Ältere werden nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>More would be too many to show; export these first.</source>
        <translation>Mehr lassen sich nicht zeigen; diese zuerst exportieren.</translation>
    </message>
    <message>
        <source>Nothing is shown yet.</source>
        <translation>Noch wird nichts gezeigt.</translation>
    </message>
    <message numerus="yes">
        <source>Load the %n events before these</source>
        <translation>
            <numerusform>Das Ereignis davor laden</numerusform>
            <numerusform>Die %n Ereignisse davor laden</numerusform>
        </translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Verfolgen</translation>
    </message>
    <message>
        <source>Show what has happened since</source>
        <translation>Zeigen, was seither geschah</translation>
    </message>
    <message>
        <source>Keep what is shown as it is</source>
        <translation>Die Anzeige lassen, wie sie ist</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Zurück bis %1</translation>
    </message>
    <message numerus="yes">
        <source>Paused. %n new</source>
        <translation>
            <numerusform>Angehalten. %n neues</numerusform>
            <numerusform>Angehalten. %n neue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::ExplainDialog</name>
    <message>
        <source>Would get it</source>
        <translation>Bekäme sie</translation>
    </message>
    <message>
        <source>Has room</source>
        <translation>Hat Platz</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>In this order they are asked.</source>
        <translation>In dieser Reihenfolge werden sie gefragt.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Warm</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Sessions that run, and are nobody&apos;s.</source>
        <translation>Sitzungen, die laufen und noch niemandem gehören.</translation>
    </message>
    <message>
        <source>Why here</source>
        <translation>Warum hier</translation>
    </message>
    <message>
        <source>Its portal failed lately, and is left alone for a while.</source>
        <translation>Sein Portal ist zuletzt ausgefallen und wird eine Weile nicht gefragt.</translation>
    </message>
    <message>
        <source>Where would a session go?</source>
        <translation>Wohin käme eine Sitzung?</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Workshop</source>
        <translation>Workshop</translation>
    </message>
    <message>
        <source>Environments in the order in which they are asked</source>
        <translation>Umgebungen in der Reihenfolge, in der sie gefragt werden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The next session would go to %1. A user who has one already gets that one again.</source>
        <translation>Die nächste Sitzung käme in %1. Wer schon eine hat, bekommt dieselbe wieder.</translation>
    </message>
    <message>
        <source>No portal of this tenant offers it.</source>
        <translation>Kein Portal dieses Mandanten bietet ihn an.</translation>
    </message>
    <message>
        <source>There is no room: who asks now is told to come again later.</source>
        <translation>Es ist kein Platz: Wer jetzt fragt, wird auf später vertröstet.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::FileBrowser</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Stop loading</source>
        <translation>Laden abbrechen</translation>
    </message>
    <message>
        <source>Show hidden files</source>
        <translation>Versteckte Dateien anzeigen</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <source>Upload files…</source>
        <translation>Dateien hochladen…</translation>
    </message>
    <message>
        <source>Upload a folder…</source>
        <translation>Ordner hochladen…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>Prepare to drag out</source>
        <translation>Zum Herausziehen vorbereiten</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Edit path</source>
        <translation>Pfad bearbeiten</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Persönlicher Ordner</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Upload…</source>
        <translation>Hochladen…</translation>
    </message>
    <message>
        <source>The connection was lost: %1</source>
        <translation>Verbindung verloren: %1</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>Neu verbinden</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) can be dragged out of the window now.</source>
        <translation>
            <numerusform>%n Element kann jetzt aus dem Fenster gezogen werden.</numerusform>
            <numerusform>%n Elemente können jetzt aus dem Fenster gezogen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Preparing to drag out: %1</source>
        <translation>Wird zum Herausziehen vorbereitet: %1</translation>
    </message>
    <message numerus="yes">
        <source>Reading: %Ln item(s) so far</source>
        <translation>
            <numerusform>Wird gelesen: bisher %Ln Element</numerusform>
            <numerusform>Wird gelesen: bisher %Ln Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln Element</numerusform>
            <numerusform>%Ln Elemente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hidden</source>
        <translation>
            <numerusform>%Ln versteckt</numerusform>
            <numerusform>%Ln versteckt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln ausgewählt</numerusform>
            <numerusform>%Ln ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Only hidden files are here. Ctrl+H shows them.</source>
        <translation>Hier gibt es nur versteckte Dateien. Strg+H zeigt sie an.</translation>
    </message>
    <message>
        <source>This folder is empty. Drop files here, or choose Upload.</source>
        <translation>Dieser Ordner ist leer. Dateien hier ablegen oder „Hochladen“ wählen.</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message numerus="yes">
        <source>“%1” and %n more</source>
        <translation>
            <numerusform>„%1“ und %n weiteres Element</numerusform>
            <numerusform>„%1“ und %n weitere Elemente</numerusform>
        </translation>
    </message>
    <message>
        <source>Counting what is in %1</source>
        <translation>Inhalt wird gezählt: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 in %Ln folder(s)</source>
        <translation>
            <numerusform>%1 in %Ln Ordner</numerusform>
            <numerusform>%1 in %Ln Ordnern</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1? %2, %3 will be lost. This cannot be undone.</source>
        <translation>%1 löschen? Verloren gehen: %2, %3. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln item(s)</source>
        <translation>
            <numerusform>%Ln Element löschen</numerusform>
            <numerusform>%Ln Elemente löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation>Wird gelöscht: %1</translation>
    </message>
    <message>
        <source>Deleting %1: %L2 of %L3</source>
        <translation>Wird gelöscht: %1, %L2 von %L3</translation>
    </message>
    <message>
        <source>Deleting was stopped: what was not deleted yet is still here.</source>
        <translation>Löschen abgebrochen: Noch nicht Gelöschtes ist weiterhin vorhanden.</translation>
    </message>
    <message>
        <source>Upload to %1</source>
        <translation>Hochladen nach %1</translation>
    </message>
    <message>
        <source>Upload a folder to %1</source>
        <translation>Ordner hochladen nach %1</translation>
    </message>
    <message>
        <source>Download to</source>
        <translation>Herunterladen nach</translation>
    </message>
    <message>
        <source>Fetching what is to be dragged out; its progress stands in the transfers.</source>
        <translation>Elemente zum Herausziehen werden geholt; der Fortschritt steht unter Übertragungen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::FilesTab</name>
    <message>
        <source>The files can be reached while the workspace is running.</source>
        <translation>Die Dateien sind erreichbar, solange die Arbeitsumgebung läuft.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::FilesWording</name>
    <message>
        <source>%1 B</source>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>%1. The workspace&apos;s user may not do that there.</source>
        <translation>%1. Der Benutzer der Arbeitsumgebung darf das dort nicht.</translation>
    </message>
    <message>
        <source>%1. Check that the workspace runs, then try again.</source>
        <translation>%1. Prüfen, ob die Arbeitsumgebung läuft, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>%1. Make room there, then try again.</source>
        <translation>%1. Dort Platz schaffen, dann erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::FolderModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Broken link</source>
        <translation>Defekte Verknüpfung</translation>
    </message>
    <message>
        <source>Link to a folder</source>
        <translation>Verknüpfung mit einem Ordner</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Verknüpfung</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Device or socket</source>
        <translation>Gerät oder Socket</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%L1 bytes</source>
        <translation>%L1 Byte</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Typ</translation>
    </message>
</context>
<context>
    <name>portolan::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>Zur Bestätigung %1 eintippen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::GrantedDialog</name>
    <message>
        <source>Its address opens it once, within 60 seconds:</source>
        <translation>Ihre Adresse öffnet sie einmal, innerhalb von 60 Sekunden:</translation>
    </message>
    <message>
        <source>Address of the session</source>
        <translation>Adresse der Sitzung</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>Portal</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>Opened in the browser.</source>
        <translation>Im Browser geöffnet.</translation>
    </message>
    <message>
        <source>There is no browser. Copy the address.</source>
        <translation>Es gibt keinen Browser. Kopieren Sie die Adresse.</translation>
    </message>
    <message>
        <source>Session handed out</source>
        <translation>Sitzung vergeben</translation>
    </message>
</context>
<context>
    <name>portolan::ui::KeysDialog</name>
    <message>
        <source>No keys yet</source>
        <translation>Noch keine Schlüssel</translation>
    </message>
    <message>
        <source>Remove key</source>
        <translation>Schlüssel entfernen</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>SSH keys of %1</source>
        <translation>SSH-Schlüssel von %1</translation>
    </message>
    <message>
        <source>Your role may look at these keys, and not change them.</source>
        <translation>Ihre Rolle darf diese Schlüssel ansehen, aber nicht ändern.</translation>
    </message>
    <message>
        <source>Whoever has the private half of one of these keys comes in as this user over SSH.</source>
        <translation>Wer die private Hälfte eines dieser Schlüssel hat, kommt über SSH als dieser Benutzer herein.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>New public key</source>
        <translation>Neuer öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>Öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>Public keys (*.pub)</source>
        <translation>Öffentliche Schlüssel (*.pub)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 is no public key.</source>
        <translation>%1 ist kein öffentlicher Schlüssel.</translation>
    </message>
    <message>
        <source>This is a private key, which nobody else may have. Take the file that ends with .pub.</source>
        <translation>Das ist ein privater Schlüssel, den niemand sonst haben darf. Nehmen Sie die Datei, die auf .pub endet.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::MainWindow</name>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>No transfers</source>
        <translation>Keine Übertragungen</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>In Betrieb</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Go to anything, or do something…</source>
        <translation>Ziel oder Befehl suchen…</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Connect to a control plane…</source>
        <translation>Mit einer Steuerung verbinden…</translation>
    </message>
    <message>
        <source>Try to connect now</source>
        <translation>Jetzt Verbindung versuchen</translation>
    </message>
    <message>
        <source>Show or hide transfers</source>
        <translation>Übertragungen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Go to the terminals, or back</source>
        <translation>Zu den Terminals oder zurück</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Terminal in %1</source>
        <translation>Terminal in %1</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>Zu %1 wechseln</translation>
    </message>
    <message>
        <source>Control plane</source>
        <translation>Steuerung</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>The control plane of this computer</source>
        <translation>Steuerung dieses Rechners</translation>
    </message>
    <message>
        <source>Control plane: %1</source>
        <translation>Steuerung: %1</translation>
    </message>
    <message>
        <source>Go to anything, or do something</source>
        <translation>Ziel oder Befehl suchen</translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation>%1 ändern…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Quit Portolan</source>
        <translation>Portolan beenden</translation>
    </message>
    <message numerus="yes">
        <source>%n workspace(s) run on this computer.</source>
        <translation>
            <numerusform>%n Arbeitsumgebung läuft auf diesem Rechner.</numerusform>
            <numerusform>%n Arbeitsumgebungen laufen auf diesem Rechner.</numerusform>
        </translation>
    </message>
    <message>
        <source>They can go on running without the window, with a server in the background that the console joins when it is opened again. Or they are stopped; their files are kept.</source>
        <translation>Ohne das Fenster weiterlaufen ist möglich: Ein Server im Hintergrund übernimmt, und die Konsole verbindet sich beim nächsten Öffnen wieder mit ihm. Beim Stoppen bleiben die Dateien erhalten.</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n workspace(s)</source>
        <translation>
            <numerusform>%n Arbeitsumgebung stoppen</numerusform>
            <numerusform>%n Arbeitsumgebungen stoppen</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping the workspaces…</source>
        <translation>Arbeitsumgebungen werden gestoppt…</translation>
    </message>
    <message>
        <source>Not closed, because a workspace could not be stopped. %1</source>
        <translation>Nicht geschlossen, weil eine Arbeitsumgebung nicht gestoppt werden konnte. %1</translation>
    </message>
    <message>
        <source>Not closed, because no server could be started in the background. %1</source>
        <translation>Nicht geschlossen, weil im Hintergrund kein Server gestartet werden konnte. %1</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Happened</source>
        <translation>Geschehen</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Audit-Protokoll</translation>
    </message>
    <message>
        <source>Sinks</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Workshops</source>
        <translation>Workshops</translation>
    </message>
    <message>
        <source>Sessions of workshops</source>
        <translation>Sitzungen von Workshops</translation>
    </message>
    <message>
        <source>Portals</source>
        <translation>Portale</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>Definitions of workshops</source>
        <translation>Definitionen von Workshops</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ManifestDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>What is refused</source>
        <translation>Was abgelehnt wird</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Discard what you have changed?</source>
        <translation>Verwerfen, was Sie geändert haben?</translation>
    </message>
    <message>
        <source>Nothing of it was applied, and the text is lost.</source>
        <translation>Nichts davon wurde angewendet, und der Text geht verloren.</translation>
    </message>
    <message>
        <source>Line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>Applying…</source>
        <translation>Wird angewendet…</translation>
    </message>
    <message numerus="yes">
        <source>There are %n manifests, and this is for one. Apply files where there are several.</source>
        <translation>
            <numerusform>Es ist %n Manifest, und hier ist Platz für eines.</numerusform>
            <numerusform>Es sind %n Manifeste, und hier ist Platz für eines. Mehrere lassen sich als Dateien anwenden.</numerusform>
        </translation>
    </message>
    <message>
        <source>The kind is %1, and stays it.</source>
        <translation>Die Art ist %1 und bleibt es.</translation>
    </message>
    <message>
        <source>With another name or cluster it would be another one. Make a new one instead.</source>
        <translation>Mit anderem Namen oder Cluster wäre es ein anderes Objekt. Legen Sie dafür ein neues an.</translation>
    </message>
    <message>
        <source>Nothing was changed: some of it means nothing here, and would be left out.</source>
        <translation>Nichts wurde geändert: Manches davon bedeutet hier nichts und würde weggelassen.</translation>
    </message>
    <message>
        <source>Nothing was changed: it is not any more what you have opened, because somebody has changed it meanwhile. Apply yours over that, or open it anew.</source>
        <translation>Nichts wurde geändert: Es ist nicht mehr, was Sie geöffnet haben, denn jemand hat es inzwischen geändert. Wenden Sie Ihres darüber an, oder öffnen Sie es neu.</translation>
    </message>
    <message>
        <source>Nothing was changed: it was deleted meanwhile. Applied, it is made anew.</source>
        <translation>Nichts wurde geändert: Es wurde inzwischen gelöscht. Angewendet wird es neu angelegt.</translation>
    </message>
    <message>
        <source>is taken: choose another, or edit that one</source>
        <translation>ist vergeben: wählen Sie einen anderen, oder bearbeiten Sie jenes</translation>
    </message>
    <message>
        <source>Nothing was changed. %1</source>
        <translation>Nichts wurde geändert. %1</translation>
    </message>
    <message numerus="yes">
        <source>Nothing was changed: %n value(s) are refused.</source>
        <translation>
            <numerusform>Nichts wurde geändert: %n Wert wird abgelehnt.</numerusform>
            <numerusform>Nichts wurde geändert: %n Werte werden abgelehnt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Apply anyway</source>
        <translation>Trotzdem anwenden</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ManifestSubjects</name>
    <message>
        <source>The manifest that portolanctl apply takes. What is taken out of it is gone.</source>
        <translation>Das Manifest, das portolanctl apply nimmt. Was herausgenommen wird, ist weg.</translation>
    </message>
    <message>
        <source>lower-case letters, digits and hyphens</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche</translation>
    </message>
    <message>
        <source>Edit the portal %1</source>
        <translation>Das Portal %1 bearbeiten</translation>
    </message>
    <message>
        <source>Secrets are not shown; where they are left out, they stay as they are.</source>
        <translation>Geheimnisse werden nicht gezeigt; wo sie fehlen, bleiben sie, wie sie sind.</translation>
    </message>
    <message>
        <source>Edit the tenant %1</source>
        <translation>Den Mandanten %1 bearbeiten</translation>
    </message>
    <message>
        <source>Edit the workshop %1</source>
        <translation>Den Workshop %1 bearbeiten</translation>
    </message>
    <message>
        <source>at once, of all workshops; 0: no limit</source>
        <translation>zugleich, aller Workshops; 0: keine Grenze</translation>
    </message>
    <message>
        <source>how long a session is</source>
        <translation>wie lange eine Sitzung dauert</translation>
    </message>
    <message>
        <source>what extending adds</source>
        <translation>was Verlängern hinzufügt</translation>
    </message>
    <message>
        <source>sessions that are kept warm</source>
        <translation>Sitzungen, die bereitgehalten werden</translation>
    </message>
    <message>
        <source>there is no definition of a workshop yet</source>
        <translation>noch ist kein Workshop definiert</translation>
    </message>
    <message>
        <source>which it offers</source>
        <translation>den es anbietet</translation>
    </message>
    <message>
        <source>at once, of this workshop</source>
        <translation>zugleich, von diesem Workshop</translation>
    </message>
    <message>
        <source>New portal</source>
        <translation>Neues Portal</translation>
    </message>
    <message>
        <source>A portal gives sessions of workshops to users.</source>
        <translation>Ein Portal gibt Benutzern Sitzungen von Workshops.</translation>
    </message>
    <message>
        <source>without a selector it may use every portal</source>
        <translation>ohne Auswahl darf er jedes Portal nutzen</translation>
    </message>
    <message>
        <source>a name, or a pattern such as &quot;lab-*&quot;</source>
        <translation>ein Name oder ein Muster wie &quot;lab-*&quot;</translation>
    </message>
    <message>
        <source>New tenant</source>
        <translation>Neuer Mandant</translation>
    </message>
    <message>
        <source>A tenant says which portals the programs of a customer may ask.</source>
        <translation>Ein Mandant sagt, welche Portale die Programme eines Kunden fragen dürfen.</translation>
    </message>
    <message>
        <source>what it is about, in a sentence</source>
        <translation>worum es geht, in einem Satz</translation>
    </message>
    <message>
        <source>how long it takes, for people</source>
        <translation>wie lange er dauert, für Menschen</translation>
    </message>
    <message>
        <source>what its workspaces are made from</source>
        <translation>woraus seine Arbeitsumgebungen entstehen</translation>
    </message>
    <message>
        <source>how many its page shows, 1 to 4</source>
        <translation>wie viele seine Seite zeigt, 1 bis 4</translation>
    </message>
    <message>
        <source>the pages beside the terminals, in Markdown</source>
        <translation>die Seiten neben den Terminals, in Markdown</translation>
    </message>
    <message>
        <source>New workshop</source>
        <translation>Neuer Workshop</translation>
    </message>
    <message>
        <source>A definition says what a workshop is; portals offer it.</source>
        <translation>Eine Definition sagt, was ein Workshop ist; Portale bieten ihn an.</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Click a command, and it runs in the terminal:</source>
        <translation>Ein Klick auf einen Befehl, und er läuft im Terminal:</translation>
    </message>
</context>
<context>
    <name>portolan::ui::Navigation</name>
    <message>
        <source>Areas</source>
        <translation>Bereiche</translation>
    </message>
</context>
<context>
    <name>portolan::ui::NewWorkspaceDialog</name>
    <message>
        <source>New workspace</source>
        <translation>Neue Arbeitsumgebung</translation>
    </message>
    <message>
        <source>&amp;Blueprint</source>
        <translation>&amp;Vorlage</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>&amp;Name (optional)</source>
        <translation>&amp;Name (optional)</translation>
    </message>
    <message>
        <source>Create and open terminal</source>
        <translation>Anlegen und Terminal öffnen</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The workspace goes on starting; the table shows how it goes</source>
        <translation>Die Arbeitsumgebung startet weiter; die Tabelle zeigt den Fortschritt</translation>
    </message>
    <message>
        <source>Stop the start</source>
        <translation>Start abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>There is no blueprint that you may use. Whoever runs this control plane can allow one.</source>
        <translation>Keine Vorlage ist freigegeben. Freigeben kann sie, wer diese Steuerung betreibt.</translation>
    </message>
    <message>
        <source>There is a workspace with the name %1 already. Choose another.</source>
        <translation>Eine Arbeitsumgebung namens %1 gibt es bereits. Anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Without one it is called %1.</source>
        <translation>Ohne Angabe lautet der Name %1.</translation>
    </message>
    <message>
        <source>the workspace</source>
        <translation>Arbeitsumgebung</translation>
    </message>
    <message>
        <source>%1 does not run</source>
        <translation>%1 läuft nicht</translation>
    </message>
    <message>
        <source>The start of %1 was stopped</source>
        <translation>Start abgebrochen: %1</translation>
    </message>
    <message>
        <source>Stopping the start of %1</source>
        <translation>Start wird abgebrochen: %1</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>%1 wird gestartet</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Erneut starten</translation>
    </message>
    <message>
        <source>%1 is kept, stopped. Start it again, or delete it.</source>
        <translation>%1 bleibt gestoppt erhalten. Erneut starten oder löschen.</translation>
    </message>
    <message>
        <source>It took %1.</source>
        <translation>Dauer: %1.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::NoticeBar</name>
    <message>
        <source>For all of this kind</source>
        <translation>Für alle dieser Art</translation>
    </message>
</context>
<context>
    <name>portolan::ui::PasswordField</name>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Generate a password</source>
        <translation>Ein Passwort erzeugen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::PasteWarning</name>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Paste into the terminal</source>
        <translation>In das Terminal einfügen</translation>
    </message>
    <message>
        <source>What would be pasted</source>
        <translation>Einzufügender Text</translation>
    </message>
    <message>
        <source>Do not paste</source>
        <translation>Nicht einfügen</translation>
    </message>
    <message numerus="yes">
        <source>The text has %n lines. Each may run as a command.</source>
        <translation>
            <numerusform>Der Text hat %n Zeile. Sie kann als Befehl ausgeführt werden.</numerusform>
            <numerusform>Der Text hat %n Zeilen. Jede kann als Befehl ausgeführt werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n control characters are left out: they could press keys for you.</source>
        <translation>
            <numerusform>%n Steuerzeichen wird ausgelassen: Es könnte Tastendrücke auslösen.</numerusform>
            <numerusform>%n Steuerzeichen werden ausgelassen: Sie könnten Tastendrücke auslösen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Paste the line</source>
        <translation>Zeile einfügen</translation>
    </message>
    <message numerus="yes">
        <source>Paste %n lines</source>
        <translation>
            <numerusform>%n Zeile einfügen</numerusform>
            <numerusform>%n Zeilen einfügen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::PathBar</name>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
</context>
<context>
    <name>portolan::ui::PortalsPane</name>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Given to users, and behind it what is kept warm, of what there may be at once.</source>
        <translation>Vergeben, dahinter bereitgehalten, von dem, was es zugleich geben darf.</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>How many more sessions may be given; nothing where there is no limit.</source>
        <translation>Wie viele Sitzungen noch vergeben werden dürfen; leer, wo es keine Grenze gibt.</translation>
    </message>
    <message>
        <source>Workshops</source>
        <translation>Workshops</translation>
    </message>
    <message>
        <source>How many it offers.</source>
        <translation>Wie viele es anbietet.</translation>
    </message>
    <message>
        <source>Warm</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Sessions that run, and are nobody&apos;s.</source>
        <translation>Sitzungen, die laufen und noch niemandem gehören.</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Portals</source>
        <translation>Portale</translation>
    </message>
    <message>
        <source>Show its sessions</source>
        <translation>Sitzungen zeigen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation>Gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>It is going already.</source>
        <translation>Wird schon gelöscht.</translation>
    </message>
    <message>
        <source>Select a portal to see its environments: how full each is, and what is kept warm.</source>
        <translation>Ein Portal auswählen, um seine Umgebungen zu sehen: wie voll jede ist und was bereitgehalten wird.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>In this control plane</source>
        <translation>In dieser Steuerung</translation>
    </message>
    <message>
        <source>Elsewhere, and is asked over the network</source>
        <translation>Anderswo und wird über das Netz gefragt</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Open to</source>
        <translation>Offen für</translation>
    </message>
    <message>
        <source>Environments</source>
        <translation>Umgebungen</translation>
    </message>
    <message>
        <source>Not for your role</source>
        <translation>Nicht für Ihre Rolle</translation>
    </message>
    <message>
        <source>Administrators, operators and authors see where workshops run.</source>
        <translation>Verwalter, Betreiber und Autoren sehen, wo Workshops laufen.</translation>
    </message>
    <message>
        <source>No portals</source>
        <translation>Keine Portale</translation>
    </message>
    <message>
        <source>A portal gives sessions of workshops to users. Manifests say which workshops it offers, and to how many at once.</source>
        <translation>Ein Portal gibt Benutzern Sitzungen von Workshops. Manifeste sagen, welche Workshops es anbietet und wie vielen zugleich.</translation>
    </message>
    <message>
        <source>no tenant</source>
        <translation>keinen Mandanten</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) of its users end at once, with their workspaces and all files in them. They cannot be brought back.</source>
        <translation>
            <numerusform>%n Sitzung seiner Benutzer endet sofort, mit ihrer Arbeitsumgebung und allen Dateien darin. Sie lässt sich nicht zurückholen.</numerusform>
            <numerusform>%n Sitzungen seiner Benutzer enden sofort, mit ihren Arbeitsumgebungen und allen Dateien darin. Sie lassen sich nicht zurückholen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It goes on elsewhere, and is not asked for sessions any more.</source>
        <translation>Es läuft anderswo weiter und wird nicht mehr nach Sitzungen gefragt.</translation>
    </message>
    <message>
        <source>Delete portal</source>
        <translation>Portal löschen</translation>
    </message>
    <message>
        <source>Delete the portal %1?</source>
        <translation>Das Portal %1 löschen?</translation>
    </message>
    <message>
        <source>New portal…</source>
        <translation>Neues Portal…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Make a portal, as a manifest</source>
        <translation>Ein Portal als Manifest anlegen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ProfileDialog</name>
    <message>
        <source>Connect to a control plane</source>
        <translation>Mit einer Steuerung verbinden</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Green: nothing can break</source>
        <translation>Grün: unkritisch</translation>
    </message>
    <message>
        <source>Amber: take care</source>
        <translation>Gelb: Vorsicht</translation>
    </message>
    <message>
        <source>Red: production</source>
        <translation>Rot: Produktion</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Kennzeichnung</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Sign in to %1</source>
        <translation>Bei %1 anmelden</translation>
    </message>
    <message>
        <source>Stay signed in: keep the token in the keychain</source>
        <translation>Angemeldet bleiben: das Token im Schlüsselbund aufbewahren</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Zugriffstoken</translation>
    </message>
    <message>
        <source>User name and password</source>
        <translation>Benutzername und Passwort</translation>
    </message>
    <message>
        <source>Sign in with</source>
        <translation>Anmelden mit</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message numerus="yes">
        <source>The password is not kept: it makes a token “%1” that ends after %n day(s). You can revoke it at any time, among your tokens.</source>
        <translation>
            <numerusform>Das Passwort wird nicht aufbewahrt: Es erstellt ein Token „%1“, das nach %n Tag endet. Sie können es jederzeit bei Ihren Token widerrufen.</numerusform>
            <numerusform>Das Passwort wird nicht aufbewahrt: Es erstellt ein Token „%1“, das nach %n Tagen endet. Sie können es jederzeit bei Ihren Token widerrufen.</numerusform>
        </translation>
    </message>
    <message>
        <source>The login page of %1 opens in your browser; the console goes on by itself afterwards.</source>
        <translation>Die Anmeldeseite von %1 öffnet sich in Ihrem Browser; danach geht es hier von selbst weiter.</translation>
    </message>
    <message>
        <source>Signed in as %1 until %2.</source>
        <translation>Angemeldet als %1 bis %2.</translation>
    </message>
    <message>
        <source>Your browser, at %1</source>
        <translation>Ihrem Browser, bei %1</translation>
    </message>
    <message>
        <source>Waiting for the login in your browser…</source>
        <translation>Wartet auf die Anmeldung in Ihrem Browser…</translation>
    </message>
    <message>
        <source>The name or the password is wrong. After several failures the password is closed for a quarter of an hour, also for the right one.</source>
        <translation>Der Name oder das Passwort ist falsch. Nach mehreren Fehlversuchen ist die Anmeldung für eine Viertelstunde gesperrt, auch mit dem richtigen.</translation>
    </message>
    <message>
        <source>There were too many attempts. %1</source>
        <translation>Es waren zu viele Versuche. %1</translation>
    </message>
</context>
<context>
    <name>portolan::ui::Profiles</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>An address looks like https://labs.example.org</source>
        <translation>Eine Adresse hat die Form https://labs.example.org</translation>
    </message>
    <message>
        <source>The address ends after the host and the port</source>
        <translation>Die Adresse endet nach Host und Port</translation>
    </message>
    <message>
        <source>The token has a field of its own</source>
        <translation>Das Token hat ein eigenes Feld</translation>
    </message>
    <message>
        <source>Use https: anybody on the way could read the token</source>
        <translation>https verwenden: Das Token wäre sonst unterwegs lesbar</translation>
    </message>
</context>
<context>
    <name>portolan::ui::RankWords</name>
    <message>
        <source>no limit (counts as 1 place free)</source>
        <translation>keine Grenze (zählt als 1 freier Platz)</translation>
    </message>
    <message>
        <source>no place free (%1 over its capacity)</source>
        <translation>keinen Platz frei (%1 über der Kapazität)</translation>
    </message>
    <message>
        <source>no place free</source>
        <translation>keinen Platz frei</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) free</source>
        <translation>
            <numerusform>%n Platz frei</numerusform>
            <numerusform>%n Plätze frei</numerusform>
        </translation>
    </message>
    <message>
        <source>no warm session</source>
        <translation>keine bereite Sitzung</translation>
    </message>
    <message numerus="yes">
        <source>%n warm session(s)</source>
        <translation>
            <numerusform>%n bereite Sitzung</numerusform>
            <numerusform>%n bereite Sitzungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing ranks higher.</source>
        <translation>Nichts steht höher.</translation>
    </message>
    <message>
        <source>Its portal is full, that of %1 has %2.</source>
        <translation>Ihr Portal ist voll, das von %1 hat %2.</translation>
    </message>
    <message>
        <source>It is full, %1 has %2.</source>
        <translation>Sie ist voll, %1 hat %2.</translation>
    </message>
    <message>
        <source>Its portal has %1, that of %2 has %3.</source>
        <translation>Ihr Portal hat %1, das von %2 hat %3.</translation>
    </message>
    <message>
        <source>It has %1, %2 has %3.</source>
        <translation>Sie hat %1, %2 hat %3.</translation>
    </message>
    <message>
        <source>It was registered after %1, and is the same in all else.</source>
        <translation>Sie wurde nach %1 angemeldet und gleicht ihr sonst.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::RequestDialog</name>
    <message>
        <source>Request a session</source>
        <translation>Sitzung anfordern</translation>
    </message>
    <message>
        <source>Request session</source>
        <translation>Sitzung anfordern</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Workshop</source>
        <translation>Workshop</translation>
    </message>
    <message>
        <source>A new one</source>
        <translation>Ein neuer</translation>
    </message>
    <message>
        <source>User id (the same user gets the same session again)</source>
        <translation>Kennung des Benutzers (derselbe bekommt dieselbe Sitzung wieder)</translation>
    </message>
    <message>
        <source>Where would it go?…</source>
        <translation>Wohin käme sie?…</translation>
    </message>
    <message>
        <source>Parameters, one a line: name=value</source>
        <translation>Parameter, einer je Zeile: Name=Wert</translation>
    </message>
    <message>
        <source>Line %1 is not of the form name=value.</source>
        <translation>Zeile %1 hat nicht die Form Name=Wert.</translation>
    </message>
    <message>
        <source>No portal of this tenant has room for it now. End a session, or give a portal more room; “Where would it go?” shows how full each is.</source>
        <translation>Kein Portal dieses Mandanten hat jetzt Platz dafür. Beenden Sie eine Sitzung, oder geben Sie einem Portal mehr Platz; „Wohin käme sie?“ zeigt, wie voll jedes ist.</translation>
    </message>
    <message>
        <source>The portals that offer it do not answer. See under Portals what is wrong with them, or try again in a moment.</source>
        <translation>Die Portale, die ihn anbieten, antworten nicht. Unter Portale steht, was ihnen fehlt; oder versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>No portal of this tenant offers it any more. Choose another, or let a portal offer it.</source>
        <translation>Kein Portal dieses Mandanten bietet ihn mehr an. Wählen Sie einen anderen, oder lassen Sie ein Portal ihn anbieten.</translation>
    </message>
    <message>
        <source>There is no such tenant any more. Choose another.</source>
        <translation>Diesen Mandanten gibt es nicht mehr. Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>A session is handed out as to any program of the tenant, and takes a place in its portal.</source>
        <translation>Die Sitzung wird vergeben wie an ein Programm des Mandanten und belegt einen Platz in ihrem Portal.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::RowActions</name>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ausgewählt.</translation>
    </message>
    <message>
        <source>This is done with one at a time.</source>
        <translation>Das geht nur mit einem auf einmal.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ScopePicker</name>
    <message>
        <source>Everything that I may do</source>
        <translation>Alles, was ich darf</translation>
    </message>
    <message>
        <source>Only what is chosen here</source>
        <translation>Nur, was hier gewählt ist</translation>
    </message>
    <message>
        <source>With my own things only</source>
        <translation>Nur mit meinen eigenen Dingen</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Rechte</translation>
    </message>
</context>
<context>
    <name>portolan::ui::SecretDialog</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::SelectionSummary</name>
    <message numerus="yes">
        <source>%n workspaces selected</source>
        <translation>
            <numerusform>%n Arbeitsumgebung ausgewählt</numerusform>
            <numerusform>%n Arbeitsumgebungen ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>portolan::ui::Settings</name>
    <message>
        <source>The settings could not be read and start from the version before: %1</source>
        <translation>Die Einstellungen waren nicht lesbar, es gilt die vorige Fassung: %1</translation>
    </message>
    <message>
        <source>The settings could not be written: %1</source>
        <translation>Die Einstellungen konnten nicht gespeichert werden: %1</translation>
    </message>
</context>
<context>
    <name>portolan::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Language (after a restart)</source>
        <translation>Sprache (nach Neustart)</translation>
    </message>
    <message>
        <source>Size of terminal text</source>
        <translation>Schriftgröße im Terminal</translation>
    </message>
    <message>
        <source>Lines kept by a terminal</source>
        <translation>Gespeicherte Zeilen je Terminal</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>List of shortcuts</source>
        <translation>Liste der Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>portolan::ui::SinkDialog</name>
    <message>
        <source>New sink</source>
        <translation>Neues Ziel</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Create sink</source>
        <translation>Ziel erstellen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Events are sent there as CloudEvents, from now on: each at least once, and in order.</source>
        <translation>Ab jetzt werden Ereignisse als CloudEvents dorthin gesendet: jedes mindestens einmal und der Reihe nach.</translation>
    </message>
    <message>
        <source>Send events at once</source>
        <translation>Sofort Ereignisse senden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Types of events (all, where it is empty)</source>
        <translation>Arten von Ereignissen (leer: alle)</translation>
    </message>
    <message>
        <source>Only what is this user&apos;s (everybody&apos;s, where it is empty)</source>
        <translation>Nur, was diesem Benutzer gehört (leer: von allen)</translation>
    </message>
    <message>
        <source>Stays as it is</source>
        <translation>Bleibt, wie es ist</translation>
    </message>
    <message>
        <source>Secret that signs the requests (optional)</source>
        <translation>Geheimnis, das die Anfragen signiert (optional)</translation>
    </message>
    <message>
        <source>New secret that signs the requests</source>
        <translation>Neues Geheimnis, das die Anfragen signiert</translation>
    </message>
    <message>
        <source>Sign no more</source>
        <translation>Nicht mehr signieren</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>„%1“: %2</translation>
    </message>
</context>
<context>
    <name>portolan::ui::SinkLook</name>
    <message>
        <source>Disabled</source>
        <translation>Abgeschaltet</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>Nothing is sent. What happens meanwhile is sent once it is enabled.</source>
        <translation>Es wird nichts gesendet. Was inzwischen geschieht, wird gesendet, sobald es eingeschaltet ist.</translation>
    </message>
    <message>
        <source>It did not take an event, which is sent again. Those after it wait.</source>
        <translation>Es hat ein Ereignis nicht angenommen, das erneut gesendet wird. Die danach warten.</translation>
    </message>
    <message>
        <source>It did not take the last event, which is a dead letter now.</source>
        <translation>Es hat das letzte Ereignis nicht angenommen, das nun unzustellbar ist.</translation>
    </message>
    <message>
        <source>Structured: all of an event as JSON in the body</source>
        <translation>Strukturiert: das ganze Ereignis als JSON im Rumpf</translation>
    </message>
    <message>
        <source>Binary: its attributes as headers, its data in the body</source>
        <translation>Binär: die Attribute als Kopfzeilen, die Daten im Rumpf</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>It has taken everything that it was sent.</source>
        <translation>Es hat alles angenommen, was ihm gesendet wurde.</translation>
    </message>
    <message>
        <source>It is disabled already.</source>
        <translation>Es ist schon abgeschaltet.</translation>
    </message>
    <message>
        <source>It is not disabled.</source>
        <translation>Es ist nicht abgeschaltet.</translation>
    </message>
    <message>
        <source>Only an administrator decides where events are sent.</source>
        <translation>Nur ein Administrator bestimmt, wohin Ereignisse gesendet werden.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::SinksPane</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Whether events are sent, and whether they are taken.</source>
        <translation>Ob Ereignisse gesendet und ob sie angenommen werden.</translation>
    </message>
    <message>
        <source>New sink</source>
        <translation>Neues Ziel</translation>
    </message>
    <message>
        <source>Sinks</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation>Nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Send a test event</source>
        <translation>Testereignis senden</translation>
    </message>
    <message>
        <source>Dead letters…</source>
        <translation>Unzustellbares…</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Abschalten</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Select a sink to see how far it has come.</source>
        <translation>Wählen Sie ein Ziel aus, um zu sehen, wie weit es gekommen ist.</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>Letzter Fehler</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Nächster Versuch</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehlversuche</translation>
    </message>
    <message numerus="yes">
        <source>%Ln in a row</source>
        <translation>
            <numerusform>%Ln in Folge</numerusform>
            <numerusform>%Ln in Folge</numerusform>
        </translation>
    </message>
    <message>
        <source>Test event</source>
        <translation>Testereignis</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <translation>Unzustellbar</translation>
    </message>
    <message>
        <source>Last delivery</source>
        <translation>Letzte Zustellung</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Done up to</source>
        <translation>Erledigt bis</translation>
    </message>
    <message>
        <source>event %1, %2 to come</source>
        <translation>Ereignis %1, noch %2 danach</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Types of events</source>
        <translation>Arten von Ereignissen</translation>
    </message>
    <message>
        <source>Only what is of</source>
        <translation>Nur, was gehört</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Signed with a secret</source>
        <translation>Mit einem Geheimnis signiert</translation>
    </message>
    <message>
        <source>Not signed: anybody could have sent them</source>
        <translation>Nicht signiert: jeder könnte sie gesendet haben</translation>
    </message>
    <message>
        <source>The sinks could not be loaded. %1</source>
        <translation>Die Ziele konnten nicht geladen werden. %1</translation>
    </message>
    <message>
        <source>Not for your role</source>
        <translation>Nicht für Ihre Rolle</translation>
    </message>
    <message>
        <source>Administrators and operators see where events are sent.</source>
        <translation>Administratoren und Betreiber sehen, wohin Ereignisse gesendet werden.</translation>
    </message>
    <message>
        <source>No sinks</source>
        <translation>Keine Ziele</translation>
    </message>
    <message>
        <source>A sink is an address that every event is sent to, so that other programs know what happens here.</source>
        <translation>Ein Ziel ist eine Adresse, an die jedes Ereignis gesendet wird, damit andere Programme wissen, was hier geschieht.</translation>
    </message>
    <message>
        <source>Send events to another program</source>
        <translation>Ereignisse an ein anderes Programm senden</translation>
    </message>
    <message>
        <source>Sent; the answer is awaited.</source>
        <translation>Gesendet; die Antwort steht noch aus.</translation>
    </message>
    <message>
        <source>Delete sink</source>
        <translation>Ziel löschen</translation>
    </message>
    <message>
        <source>Delete the sink %1?</source>
        <translation>Das Ziel %1 löschen?</translation>
    </message>
    <message>
        <source>%1 could not be changed. %2</source>
        <translation>%1 konnte nicht geändert werden. %2</translation>
    </message>
    <message>
        <source>Taken: it answered %1.</source>
        <translation>Angenommen: Es hat mit %1 geantwortet.</translation>
    </message>
    <message>
        <source>Not taken. %1</source>
        <translation>Nicht angenommen. %1</translation>
    </message>
    <message>
        <source>No more events are sent there, and how far it has come is lost.</source>
        <translation>Es werden keine Ereignisse mehr dorthin gesendet, und wie weit es gekommen ist, geht verloren.</translation>
    </message>
    <message numerus="yes">
        <source>So are %Ln dead letter(s).</source>
        <translation>
            <numerusform>Ebenso %Ln unzustellbares Ereignis.</numerusform>
            <numerusform>Ebenso %Ln unzustellbare Ereignisse.</numerusform>
        </translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
</context>
<context>
    <name>portolan::ui::SplitPane</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>Meldung ausblenden</translation>
    </message>
    <message>
        <source>The control plane refuses</source>
        <translation>Die Steuerung lehnt ab</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird hergestellt…</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TableFilter</name>
    <message>
        <source>There is no column “%1”. There are: %2. Put text with “%3” in it in quotes.</source>
        <translation>Es gibt keine Spalte „%1“. Vorhanden: %2. Text, der „%3“ enthält, in Anführungszeichen setzen.</translation>
    </message>
    <message>
        <source>“%1” is a time: write %1&lt;7h, %1&gt;2d or %1&gt;2026-01-31.</source>
        <translation>„%1“ ist eine Zeit, zum Beispiel %1&lt;7h, %1&gt;2d oder %1&gt;2026-01-31.</translation>
    </message>
    <message>
        <source>“%1” is a number: write %1&lt;%2 or %1&gt;%2.</source>
        <translation>„%1“ ist eine Zahl, zum Beispiel %1&lt;%2 oder %1&gt;%2.</translation>
    </message>
    <message>
        <source>part</source>
        <translation>Teil</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TableHeader</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>%1 to the left</source>
        <translation>%1 nach links</translation>
    </message>
    <message>
        <source>%1 to the right</source>
        <translation>%1 nach rechts</translation>
    </message>
    <message>
        <source>Descending</source>
        <translation>Absteigend</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TablePane</name>
    <message>
        <source>Clear filter</source>
        <translation>Filter löschen</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Noch nichts vorhanden</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Words are looked for in all texts. name:part, name:be*end, name=exact, name&lt;7h, name&gt;2Gi, -not, &quot;with spaces&quot;.</source>
        <translation>Wörter werden in allen Texten gesucht. name:Teil, name:An*Ende, name=genau, name&lt;7h, name&gt;2Gi, -nicht, &quot;mit Leerzeichen&quot;.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Columns and export</source>
        <translation>Spalten und Export</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 rows. Clear filter</source>
        <translation>%1 Zeilen. Filter löschen</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>Kein Treffer für den Filter</translation>
    </message>
    <message>
        <source>It hides all rows, %1 of them.</source>
        <translation>Ausgeblendete Zeilen: alle, insgesamt %1.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Data as of %1</source>
        <translation>Datenstand: %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>All rows as %1…</source>
        <translation>Alle Zeilen als %1…</translation>
    </message>
    <message>
        <source>Rows shown as %1…</source>
        <translation>Angezeigte Zeilen als %1…</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exportiert nach %1</translation>
    </message>
    <message>
        <source>The export failed: %1</source>
        <translation>Export fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Filter, for example %1</source>
        <translation>Filter, zum Beispiel %1</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TableView</name>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ausgewählt.</translation>
    </message>
    <message>
        <source>Copy “%1”</source>
        <translation>„%1“ kopieren</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Zeilen kopieren</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TenantsPane</name>
    <message>
        <source>May use</source>
        <translation>Darf nutzen</translation>
    </message>
    <message>
        <source>Whether its selectors leave any portal out.</source>
        <translation>Ob seine Auswahl Portale auslässt.</translation>
    </message>
    <message>
        <source>Portals</source>
        <translation>Portale</translation>
    </message>
    <message>
        <source>Those that it may use now.</source>
        <translation>Die er jetzt nutzen darf.</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>Where would a session go?…</source>
        <translation>Wohin käme eine Sitzung?…</translation>
    </message>
    <message>
        <source>Where would a session go?</source>
        <translation>Wohin käme eine Sitzung?</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Select a tenant to see which portals it may use, and who asks through it.</source>
        <translation>Einen Mandanten auswählen, um zu sehen, welche Portale er nutzen darf und wer über ihn anfragt.</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>None: nobody but administrators can ask through it</source>
        <translation>Keine: Nur Verwalter können über ihn anfragen</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln now</source>
        <translation>
            <numerusform>%Ln jetzt</numerusform>
            <numerusform>%Ln jetzt</numerusform>
        </translation>
    </message>
    <message>
        <source>Not for your role</source>
        <translation>Nicht für Ihre Rolle</translation>
    </message>
    <message>
        <source>Administrators, operators and authors see who may use which portals.</source>
        <translation>Verwalter, Betreiber und Autoren sehen, wer welche Portale nutzen darf.</translation>
    </message>
    <message>
        <source>No tenants</source>
        <translation>Keine Mandanten</translation>
    </message>
    <message>
        <source>A tenant says which portals the programs of a customer or a course may ask for sessions.</source>
        <translation>Ein Mandant sagt, welche Portale die Programme eines Kunden oder Kurses nach Sitzungen fragen dürfen.</translation>
    </message>
    <message>
        <source>Delete tenant</source>
        <translation>Mandanten löschen</translation>
    </message>
    <message>
        <source>Delete the tenant %1?</source>
        <translation>Den Mandanten %1 löschen?</translation>
    </message>
    <message>
        <source>Its clients can ask for no more workshops through it. Sessions that they have go on.</source>
        <translation>Seine Clients können über ihn keine Workshops mehr anfordern. Sitzungen, die sie haben, laufen weiter.</translation>
    </message>
    <message>
        <source>New tenant…</source>
        <translation>Neuer Mandant…</translation>
    </message>
    <message>
        <source>Request a session…</source>
        <translation>Sitzung anfordern…</translation>
    </message>
    <message>
        <source>Request session</source>
        <translation>Sitzung anfordern</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Make a tenant, as a manifest</source>
        <translation>Einen Mandanten als Manifest anlegen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::Terminal</name>
    <message>
        <source>The shell was ended by the signal %1.</source>
        <translation>Die Shell wurde durch Signal %1 beendet.</translation>
    </message>
    <message>
        <source>The shell ended with exit status %1.</source>
        <translation>Die Shell wurde mit Exit-Status %1 beendet.</translation>
    </message>
    <message>
        <source>The shell ended.</source>
        <translation>Die Shell wurde beendet.</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>Neu verbinden</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>Offen lassen</translation>
    </message>
    <message>
        <source>End it and close</source>
        <translation>Beenden und schließen</translation>
    </message>
    <message>
        <source>Terminal %1</source>
        <translation>Terminal %1</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Exit status %1</source>
        <translation>Exit-Status %1</translation>
    </message>
    <message>
        <source>Signal %1</source>
        <translation>Signal %1</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Verbindung verloren</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>Verbindung zu %1 wird hergestellt</translation>
    </message>
    <message>
        <source>Connected again. This is a new shell.</source>
        <translation>Wieder verbunden. Dies ist eine neue Shell.</translation>
    </message>
    <message>
        <source>Cannot connect: %1. Press Enter to try again.</source>
        <translation>Keine Verbindung möglich: %1. Eingabetaste für neuen Versuch.</translation>
    </message>
    <message>
        <source>Press Enter to open another.</source>
        <translation>Eingabetaste öffnet eine neue.</translation>
    </message>
    <message>
        <source>The connection was lost: %1. Press Enter to reconnect now.</source>
        <translation>Verbindung verloren: %1. Eingabetaste verbindet sofort neu.</translation>
    </message>
    <message numerus="yes">
        <source>trying again in %n s</source>
        <translation>
            <numerusform>neuer Versuch in %n s</numerusform>
            <numerusform>neuer Versuch in %n s</numerusform>
        </translation>
    </message>
    <message>
        <source>Something may still run in %1. Closing the terminal ends it.</source>
        <translation>In %1 läuft möglicherweise noch etwas. Das Schließen des Terminals beendet es.</translation>
    </message>
    <message>
        <source>%1 still runs in %2. Closing the terminal ends it.</source>
        <translation>%1 läuft noch in %2 und wird mit dem Schließen des Terminals beendet.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TerminalTabs</name>
    <message>
        <source>Terminals</source>
        <translation>Terminals</translation>
    </message>
    <message>
        <source>Another terminal in the same place (Ctrl+Shift+T)</source>
        <translation>Weiteres Terminal am selben Ort (Strg+Umschalt+T)</translation>
    </message>
    <message>
        <source>Another terminal</source>
        <translation>Weiteres Terminal</translation>
    </message>
    <message>
        <source>Close the terminal</source>
        <translation>Terminal schließen</translation>
    </message>
    <message>
        <source>Close the terminal (Ctrl+Shift+W)</source>
        <translation>Terminal schließen (Strg+Umschalt+W)</translation>
    </message>
    <message>
        <source>The bell rang.</source>
        <translation>Die Glocke hat geläutet.</translation>
    </message>
    <message>
        <source>Rename the terminal</source>
        <translation>Terminal umbenennen</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TerminalView</name>
    <message>
        <source>Close the search</source>
        <translation>Suche schließen</translation>
    </message>
    <message>
        <source>Find the one before</source>
        <translation>Vorherigen Treffer suchen</translation>
    </message>
    <message>
        <source>Find the next</source>
        <translation>Nächsten Treffer suchen</translation>
    </message>
    <message>
        <source>How to search</source>
        <translation>Suchoptionen</translation>
    </message>
    <message>
        <source>Search in the terminal</source>
        <translation>Im Terminal suchen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Normale Schriftgröße</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Esc leads out of the terminal.</source>
        <translation>Strg+Umschalt+Esc führt aus dem Terminal heraus.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TokenDialog</name>
    <message>
        <source>New token</source>
        <translation>Neues Token</translation>
    </message>
    <message>
        <source>Create token</source>
        <translation>Token erstellen</translation>
    </message>
    <message>
        <source>Whoever has the text of a token does with it what you may do, within what it is narrowed to.</source>
        <translation>Wer den Text eines Tokens hat, kann damit tun, was Sie dürfen, soweit es nicht beschränkt ist.</translation>
    </message>
    <message>
        <source>What it is for, such as “backup on host7”</source>
        <translation>Wofür es ist, etwa „Sicherung auf host7“</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>It may do</source>
        <translation>Es darf</translation>
    </message>
    <message>
        <source>Choose at least one permission.</source>
        <translation>Wählen Sie mindestens ein Recht.</translation>
    </message>
    <message>
        <source>Renew token</source>
        <translation>Token erneuern</translation>
    </message>
    <message>
        <source>“%1” gets a new text, and keeps what it may do. The text that it has now opens nothing any more.</source>
        <translation>„%1“ bekommt einen neuen Text und behält, was es darf. Der jetzige Text öffnet nichts mehr.</translation>
    </message>
    <message numerus="yes">
        <source>After %n day(s), on %1</source>
        <translation>
            <numerusform>Nach %n Tag, am %1</numerusform>
            <numerusform>Nach %n Tagen, am %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>It expires</source>
        <translation>Es läuft ab</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TokenLook</name>
    <message>
        <source>List workspaces</source>
        <translation>Arbeitsumgebungen auflisten</translation>
    </message>
    <message>
        <source>See what a workspace is doing</source>
        <translation>Sehen, was eine Arbeitsumgebung tut</translation>
    </message>
    <message>
        <source>Make workspaces</source>
        <translation>Arbeitsumgebungen erstellen</translation>
    </message>
    <message>
        <source>Start workspaces</source>
        <translation>Arbeitsumgebungen starten</translation>
    </message>
    <message>
        <source>Stop and delete workspaces</source>
        <translation>Arbeitsumgebungen anhalten und löschen</translation>
    </message>
    <message>
        <source>Open a terminal in the browser</source>
        <translation>Ein Terminal im Browser öffnen</translation>
    </message>
    <message>
        <source>Enter workspaces over SSH</source>
        <translation>Arbeitsumgebungen über SSH betreten</translation>
    </message>
    <message>
        <source>Read and write files in workspaces</source>
        <translation>Dateien in Arbeitsumgebungen lesen und schreiben</translation>
    </message>
    <message>
        <source>See who is in which workspace</source>
        <translation>Sehen, wer in welcher Arbeitsumgebung ist</translation>
    </message>
    <message>
        <source>Follow what was asked for</source>
        <translation>Aufträge verfolgen</translation>
    </message>
    <message>
        <source>See what happens</source>
        <translation>Sehen, was geschieht</translation>
    </message>
    <message>
        <source>See who somebody is</source>
        <translation>Sehen, wer jemand ist</translation>
    </message>
    <message>
        <source>See which blueprints somebody may use</source>
        <translation>Sehen, welche Vorlagen jemand benutzen darf</translation>
    </message>
    <message>
        <source>List users</source>
        <translation>Benutzer auflisten</translation>
    </message>
    <message>
        <source>Make users</source>
        <translation>Benutzer anlegen</translation>
    </message>
    <message>
        <source>Delete users</source>
        <translation>Benutzer löschen</translation>
    </message>
    <message>
        <source>Change name, mail address and shell</source>
        <translation>Name, Mailadresse und Shell ändern</translation>
    </message>
    <message>
        <source>Change roles, and lock users out</source>
        <translation>Rollen ändern und Benutzer aussperren</translation>
    </message>
    <message>
        <source>Set passwords</source>
        <translation>Passwörter setzen</translation>
    </message>
    <message>
        <source>See public keys for SSH</source>
        <translation>Öffentliche SSH-Schlüssel sehen</translation>
    </message>
    <message>
        <source>Add and remove public keys for SSH</source>
        <translation>Öffentliche SSH-Schlüssel hinzufügen und entfernen</translation>
    </message>
    <message>
        <source>See which credentials for git and others are kept</source>
        <translation>Sehen, welche Zugangsdaten für git und anderes aufbewahrt sind</translation>
    </message>
    <message>
        <source>Change the credentials that are kept</source>
        <translation>Aufbewahrte Zugangsdaten ändern</translation>
    </message>
    <message>
        <source>Read the secrets of kept credentials</source>
        <translation>Die Geheimnisse aufbewahrter Zugangsdaten lesen</translation>
    </message>
    <message>
        <source>See tokens, without their text</source>
        <translation>Token sehen, ohne ihren Text</translation>
    </message>
    <message>
        <source>Make tokens</source>
        <translation>Token erstellen</translation>
    </message>
    <message>
        <source>Narrow tokens, and switch them off</source>
        <translation>Token beschränken und abschalten</translation>
    </message>
    <message>
        <source>Revoke tokens</source>
        <translation>Token widerrufen</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Abgeschaltet</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Expires soon</source>
        <translation>Läuft bald ab</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Everything that its owner may do</source>
        <translation>Alles, was sein Besitzer darf</translation>
    </message>
    <message>
        <source>%1, of its own only</source>
        <translation>%1, nur eigene</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>Your role may not do this.</source>
        <translation>Ihre Rolle darf das nicht.</translation>
    </message>
    <message>
        <source>It is switched off already.</source>
        <translation>Es ist schon abgeschaltet.</translation>
    </message>
    <message>
        <source>This console came in with it, and could not switch it on again.</source>
        <translation>Diese Konsole ist damit angemeldet und könnte es nicht wieder einschalten.</translation>
    </message>
    <message>
        <source>It is not switched off.</source>
        <translation>Es ist nicht abgeschaltet.</translation>
    </message>
    <message>
        <source>Your role may not make tokens.</source>
        <translation>Ihre Rolle darf keine Token erstellen.</translation>
    </message>
    <message>
        <source>Only its owner makes tokens of its own.</source>
        <translation>Token erstellt nur, wem sie gehören sollen.</translation>
    </message>
    <message>
        <source>See how the control plane itself is doing</source>
        <translation>Sehen, wie es der Steuerung selbst geht</translation>
    </message>
    <message>
        <source>See who did what</source>
        <translation>Sehen, wer was getan hat</translation>
    </message>
    <message>
        <source>See where events are sent</source>
        <translation>Sehen, wohin Ereignisse gesendet werden</translation>
    </message>
    <message>
        <source>Decide where events are sent</source>
        <translation>Bestimmen, wohin Ereignisse gesendet werden</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TokensPane</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Whether it opens anything.</source>
        <translation>Ob es etwas öffnet.</translation>
    </message>
    <message>
        <source>New token</source>
        <translation>Neues Token</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation>Nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>Renew…</source>
        <translation>Erneuern…</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Abschalten</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Widerrufen…</translation>
    </message>
    <message>
        <source>Tokens of</source>
        <translation>Token von</translation>
    </message>
    <message>
        <source>Whose tokens</source>
        <translation>Wessen Token</translation>
    </message>
    <message>
        <source>Select a token to see what it opens.</source>
        <translation>Ein Token auswählen, um zu sehen, was es öffnet.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>This console came in with it.</source>
        <translation>Diese Konsole ist damit angemeldet.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>It may do</source>
        <translation>Es darf</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>The tokens could not be loaded. %1</source>
        <translation>Die Token ließen sich nicht laden. %1</translation>
    </message>
    <message>
        <source>No tokens</source>
        <translation>Keine Token</translation>
    </message>
    <message>
        <source>A token lets a program come in as somebody, without a password.</source>
        <translation>Mit einem Token kommt ein Programm als jemand herein, ohne Passwort.</translation>
    </message>
    <message>
        <source>Make a token for a program or a script</source>
        <translation>Ein Token für ein Programm oder Skript erstellen</translation>
    </message>
    <message>
        <source>token %1</source>
        <translation>Token %1</translation>
    </message>
    <message>
        <source>“%1” could not be switched. %2</source>
        <translation>„%1“ ließ sich nicht umschalten. %2</translation>
    </message>
    <message>
        <source>Token “%1”</source>
        <translation>Token „%1“</translation>
    </message>
    <message>
        <source>This is its text. It is shown this once: copy it to where it is needed, and nowhere else.</source>
        <translation>Das ist sein Text. Er wird nur dieses eine Mal gezeigt: Kopieren Sie ihn dorthin, wo er gebraucht wird, und sonst nirgendwohin.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>What was opened with it ends, and programs that have it stop working. This cannot be undone.</source>
        <translation>Was damit geöffnet wurde, endet, und Programme, die es haben, gehen nicht mehr. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>This console came in with it, and will be logged out.</source>
        <translation>Diese Konsole ist damit angemeldet und wird abgemeldet.</translation>
    </message>
    <message>
        <source>Revoke token</source>
        <translation>Token widerrufen</translation>
    </message>
    <message>
        <source>Revoke the token “%1” of %2?</source>
        <translation>Das Token „%1“ von %2 widerrufen?</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TransferList</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Retry all failed</source>
        <translation>Alle fehlgeschlagenen erneut versuchen</translation>
    </message>
    <message>
        <source>Cancel or remove</source>
        <translation>Abbrechen oder entfernen</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Abgeschlossene entfernen</translation>
    </message>
    <message>
        <source>Copy what happened</source>
        <translation>Fehlerbeschreibung kopieren</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Übertragungen</translation>
    </message>
    <message>
        <source>Nothing is being copied. Drop files into a workspace&apos;s files, or download some.</source>
        <translation>Keine laufende Übertragung. Dateien in einer Arbeitsumgebung ablegen oder von dort herunterladen.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TransferQueue</name>
    <message numerus="yes">
        <source>%1 · %n file(s)</source>
        <translation>
            <numerusform>%1 · %n Datei</numerusform>
            <numerusform>%1 · %n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n file(s)</source>
        <translation>
            <numerusform>%1 von %n Datei</numerusform>
            <numerusform>%1 von %n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>From %1
to %2</source>
        <translation>Von %1
nach %2</translation>
    </message>
    <message>
        <source>Upload of %1</source>
        <translation>Hochladen: %1</translation>
    </message>
    <message>
        <source>Download of %1</source>
        <translation>Herunterladen: %1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsumgebung</translation>
    </message>
</context>
<context>
    <name>portolan::ui::TransferWording</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Transfers %1</source>
        <translation>Übertragungen: %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>Transfers: %1 failed</source>
        <translation>Übertragungen: %1 fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::UserDialog</name>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Create user</source>
        <translation>Benutzer anlegen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Voller Name</translation>
    </message>
    <message>
        <source>Mail address</source>
        <translation>Mailadresse</translation>
    </message>
    <message>
        <source>Password (optional)</source>
        <translation>Passwort (freiwillig)</translation>
    </message>
    <message>
        <source>Role %1</source>
        <translation>Rolle %1</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Shell in its workspaces</source>
        <translation>Shell in seinen Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>May become root in its workspaces</source>
        <translation>Darf in seinen Arbeitsumgebungen root werden</translation>
    </message>
    <message>
        <source>Only an administrator may change this.</source>
        <translation>Das darf nur ein Administrator ändern.</translation>
    </message>
    <message numerus="yes">
        <source>A password has at least %n letter(s).</source>
        <translation>
            <numerusform>Ein Passwort hat mindestens %n Zeichen.</numerusform>
            <numerusform>Ein Passwort hat mindestens %n Zeichen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>portolan::ui::UserLook</name>
    <message>
        <source>Your role may not do this.</source>
        <translation>Ihre Rolle darf das nicht.</translation>
    </message>
    <message>
        <source>Your role may do this to yourself only.</source>
        <translation>Ihre Rolle darf das nur mit Ihnen selbst.</translation>
    </message>
    <message>
        <source>You cannot delete yourself.</source>
        <translation>Sich selbst können Sie nicht löschen.</translation>
    </message>
    <message numerus="yes">
        <source>It has %n workspace(s). Delete them first.</source>
        <translation>
            <numerusform>Er hat %n Arbeitsumgebung. Löschen Sie sie zuerst.</numerusform>
            <numerusform>Er hat %n Arbeitsumgebungen. Löschen Sie sie zuerst.</numerusform>
        </translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Password closed</source>
        <translation>Passwort gesperrt</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>An administrator has locked it: none of its logins and tokens opens anything.</source>
        <translation>Ein Administrator hat ihn gesperrt: Keine seiner Anmeldungen und keines seiner Token öffnet etwas.</translation>
    </message>
    <message>
        <source>Too many logins failed. Its password opens nothing until %1.</source>
        <translation>Zu viele Anmeldungen schlugen fehl. Sein Passwort öffnet nichts bis %1.</translation>
    </message>
    <message>
        <source>Everything, for everybody</source>
        <translation>Alles, für alle</translation>
    </message>
    <message>
        <source>Sees everything, starts and stops the workspaces of everybody</source>
        <translation>Sieht alles, startet und hält die Arbeitsumgebungen aller an</translation>
    </message>
    <message>
        <source>Makes blueprints and labs, and has workspaces</source>
        <translation>Macht Vorlagen und Labore und hat Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>Is another program that places its own people here</source>
        <translation>Ist ein anderes Programm, das seine eigenen Leute hier unterbringt</translation>
    </message>
    <message>
        <source>Has workspaces of its own</source>
        <translation>Hat eigene Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>It is locked already.</source>
        <translation>Er ist schon gesperrt.</translation>
    </message>
    <message>
        <source>You cannot lock yourself out.</source>
        <translation>Sich selbst können Sie nicht aussperren.</translation>
    </message>
    <message>
        <source>It is not locked.</source>
        <translation>Er ist nicht gesperrt.</translation>
    </message>
    <message>
        <source>Its password is not closed.</source>
        <translation>Sein Passwort ist nicht gesperrt.</translation>
    </message>
    <message>
        <source>Your role may not make users.</source>
        <translation>Ihre Rolle darf keine Benutzer anlegen.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::UsersPane</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Whether it can come in.</source>
        <translation>Ob er hereinkommt.</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Kommt von</translation>
    </message>
    <message>
        <source>Which identity provider knows it; “local” is this server.</source>
        <translation>Welcher Identitätsanbieter ihn kennt; „local“ ist dieser Server.</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>How many it has.</source>
        <translation>Wie viele er hat.</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation>Nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Set password…</source>
        <translation>Passwort setzen…</translation>
    </message>
    <message>
        <source>SSH keys…</source>
        <translation>SSH-Schlüssel…</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Open the password again</source>
        <translation>Passwort wieder freigeben</translation>
    </message>
    <message>
        <source>Lock…</source>
        <translation>Sperren…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Select a user to see who it is and what it may do.</source>
        <translation>Einen Benutzer auswählen, um zu sehen, wer er ist und was er darf.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>None: it may do nothing</source>
        <translation>Keine: Er darf nichts</translation>
    </message>
    <message>
        <source>Blueprints</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>this server</source>
        <translation>diesem Server</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Root</translation>
    </message>
    <message>
        <source>May become root in its workspaces</source>
        <translation>Darf in seinen Arbeitsumgebungen root werden</translation>
    </message>
    <message>
        <source>May not become root</source>
        <translation>Darf nicht root werden</translation>
    </message>
    <message>
        <source>The users could not be loaded. %1</source>
        <translation>Die Benutzer ließen sich nicht laden. %1</translation>
    </message>
    <message>
        <source>No users</source>
        <translation>Keine Benutzer</translation>
    </message>
    <message>
        <source>A user is a person or a program that may come in.</source>
        <translation>Ein Benutzer ist ein Mensch oder ein Programm, das hereindarf.</translation>
    </message>
    <message>
        <source>Let somebody else in</source>
        <translation>Jemanden hereinlassen</translation>
    </message>
    <message>
        <source>The password of %1 could not be opened. %2</source>
        <translation>Das Passwort von %1 ließ sich nicht freigeben. %2</translation>
    </message>
    <message>
        <source>%1 could not be unlocked. %2</source>
        <translation>%1 ließ sich nicht entsperren. %2</translation>
    </message>
    <message>
        <source>Password of %1</source>
        <translation>Passwort von %1</translation>
    </message>
    <message>
        <source>%1 logs in with this password. It is shown this once: copy it, and hand it over on a way that nobody else reads.</source>
        <translation>%1 meldet sich mit diesem Passwort an. Es wird nur dieses eine Mal gezeigt: Kopieren Sie es, und übergeben Sie es auf einem Weg, den niemand sonst mitliest.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>Passwort setzen</translation>
    </message>
    <message>
        <source>Your other logins end. Tokens go on working.</source>
        <translation>Ihre anderen Anmeldungen enden. Token gehen weiter.</translation>
    </message>
    <message>
        <source>All logins of %1 end, and the new password opens at once. Tokens go on working.</source>
        <translation>Alle Anmeldungen von %1 enden, und das neue Passwort gilt sofort. Token gehen weiter.</translation>
    </message>
    <message>
        <source>Password of now (empty where there is none)</source>
        <translation>Jetziges Passwort (leer, wo es keines gibt)</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message numerus="yes">
        <source>A password has at least %n letter(s).</source>
        <translation>
            <numerusform>Ein Passwort hat mindestens %n Zeichen.</numerusform>
            <numerusform>Ein Passwort hat mindestens %n Zeichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Lock user</source>
        <translation>Benutzer sperren</translation>
    </message>
    <message>
        <source>Lock %1 out?</source>
        <translation>%1 aussperren?</translation>
    </message>
    <message>
        <source>All its logins and terminals end at once, and its tokens open nothing until it is unlocked. Its workspaces go on running.</source>
        <translation>Alle Anmeldungen und Terminals enden sofort, und seine Token öffnen nichts, bis er entsperrt wird. Seine Arbeitsumgebungen laufen weiter.</translation>
    </message>
    <message>
        <source>Delete user</source>
        <translation>Benutzer löschen</translation>
    </message>
    <message>
        <source>Delete the user %1?</source>
        <translation>Den Benutzer %1 löschen?</translation>
    </message>
    <message>
        <source>Its profile, password, SSH keys, logins and tokens are lost, and cannot be brought back. Programs that use its tokens stop working.</source>
        <translation>Sein Profil, sein Passwort, seine SSH-Schlüssel, Anmeldungen und Token sind verloren und kommen nicht wieder. Programme, die seine Token benutzen, gehen nicht mehr.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkshopChoice</name>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Workshop</source>
        <translation>Workshop</translation>
    </message>
    <message>
        <source>There is no tenant, and sessions are asked for through one.</source>
        <translation>Es gibt keinen Mandanten, und Sitzungen werden über einen angefordert.</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>No portal of this tenant offers a workshop.</source>
        <translation>Kein Portal dieses Mandanten bietet einen Workshop an.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkshopLook</name>
    <message>
        <source>It is ending already.</source>
        <translation>Wird schon beendet.</translation>
    </message>
    <message>
        <source>It is ending.</source>
        <translation>Wird beendet.</translation>
    </message>
    <message>
        <source>It has ended.</source>
        <translation>Ist beendet.</translation>
    </message>
    <message>
        <source>It runs in a portal elsewhere.</source>
        <translation>Läuft in einem Portal anderswo.</translation>
    </message>
    <message>
        <source>Its workspace is not there, or not yours to see.</source>
        <translation>Die Arbeitsumgebung ist nicht da oder für Sie nicht sichtbar.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Kept warm</source>
        <translation>Bereitgehalten</translation>
    </message>
    <message>
        <source>Awaits its user</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Ending</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Its workspace is being started.</source>
        <translation>Die Arbeitsumgebung wird gestartet.</translation>
    </message>
    <message>
        <source>It runs, and is nobody&apos;s: the next who asks gets it at once.</source>
        <translation>Läuft und gehört niemandem: Wer als Nächstes fragt, bekommt sie sofort.</translation>
    </message>
    <message>
        <source>It runs. Its user has not opened it yet; it ends when nobody comes.</source>
        <translation>Läuft. Der Benutzer hat sie noch nicht geöffnet; sie endet, wenn niemand kommt.</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Going</source>
        <translation>Wird gelöscht</translation>
    </message>
    <message>
        <source>Unreachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Every portal</source>
        <translation>Jedes Portal</translation>
    </message>
    <message>
        <source>No portal</source>
        <translation>Kein Portal</translation>
    </message>
    <message>
        <source>Selected portals</source>
        <translation>Ausgewählte Portale</translation>
    </message>
    <message>
        <source>It has no selectors, so that every portal is open to its clients, also each that is made later. Give it a selector of portals or clusters where that is not meant.</source>
        <translation>Ohne Auswahl steht seinen Clients jedes Portal offen, auch jedes spätere. Wenn das nicht gemeint ist, Portale oder Cluster auswählen.</translation>
    </message>
    <message>
        <source>No portal matches its selectors: its clients can ask for nothing.</source>
        <translation>Kein Portal passt zu seiner Auswahl: Seine Clients können nichts anfordern.</translation>
    </message>
    <message>
        <source>No tenant has asked for it.</source>
        <translation>Kein Mandant hat sie angefordert.</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>Your role may not change sessions.</source>
        <translation>Ihre Rolle darf Sitzungen nicht ändern.</translation>
    </message>
    <message>
        <source>It is nobody&apos;s: its time has not begun.</source>
        <translation>Sie gehört niemandem: Ihre Zeit hat nicht begonnen.</translation>
    </message>
    <message>
        <source>Its user has not opened it: its time has not begun.</source>
        <translation>Der Benutzer hat sie nicht geöffnet: Ihre Zeit hat nicht begonnen.</translation>
    </message>
    <message>
        <source>It has no end.</source>
        <translation>Sie hat kein Ende.</translation>
    </message>
    <message>
        <source>Your role may not change portals and tenants.</source>
        <translation>Ihre Rolle darf Portale und Mandanten nicht ändern.</translation>
    </message>
    <message>
        <source>Your role may not change workshops and portals.</source>
        <translation>Ihre Rolle darf Workshops und Portale nicht ändern.</translation>
    </message>
    <message>
        <source>Your role may not ask for workshops.</source>
        <translation>Ihre Rolle darf keine Workshops anfordern.</translation>
    </message>
    <message>
        <source>Its user has finished it.</source>
        <translation>Ihr Benutzer hat sie beendet.</translation>
    </message>
    <message>
        <source>%1 has ended it.</source>
        <translation>%1 hat sie beendet.</translation>
    </message>
    <message>
        <source>Its user did not come in time.</source>
        <translation>Ihr Benutzer ist nicht rechtzeitig gekommen.</translation>
    </message>
    <message>
        <source>Its time was up.</source>
        <translation>Ihre Zeit war um.</translation>
    </message>
    <message>
        <source>Nobody looked at it any more.</source>
        <translation>Niemand hat mehr auf sie geschaut.</translation>
    </message>
    <message>
        <source>Its workspace was not ready in time.</source>
        <translation>Ihre Arbeitsumgebung war nicht rechtzeitig bereit.</translation>
    </message>
    <message>
        <source>Its workspace is no longer there (%1).</source>
        <translation>Ihre Arbeitsumgebung ist nicht mehr da (%1).</translation>
    </message>
    <message>
        <source>Fewer sessions are kept warm now.</source>
        <translation>Es werden jetzt weniger Sitzungen bereitgehalten.</translation>
    </message>
    <message>
        <source>It was kept warm, and its place was needed.</source>
        <translation>Sie wurde bereitgehalten, und ihr Platz wurde gebraucht.</translation>
    </message>
    <message>
        <source>Its environment was taken away.</source>
        <translation>Ihre Umgebung wurde weggenommen.</translation>
    </message>
    <message>
        <source>The request that it was made for was given up.</source>
        <translation>Die Anfrage, für die sie gemacht wurde, wurde aufgegeben.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkshopSessionActions</name>
    <message>
        <source>nobody&apos;s</source>
        <translation>niemandes</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Verlängern</translation>
    </message>
    <message>
        <source>Why there?</source>
        <translation>Warum dort?</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ist ausgewählt.</translation>
    </message>
    <message>
        <source>This is done with one at a time.</source>
        <translation>Das geht nur mit einem auf einmal.</translation>
    </message>
    <message>
        <source>The answer is awaited.</source>
        <translation>Die Antwort steht aus.</translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation>Gibt es nicht mehr.</translation>
    </message>
    <message numerus="yes">
        <source>None of these %n sessions allows it now.</source>
        <translation>
            <numerusform>Diese %n Sitzung lässt es jetzt nicht zu.</numerusform>
            <numerusform>Keine dieser %n Sitzungen lässt es jetzt zu.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was not extended. %2</source>
        <translation>%1 wurde nicht verlängert. %2</translation>
    </message>
    <message>
        <source>End session</source>
        <translation>Sitzung beenden</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>Sitzungen beenden</translation>
    </message>
    <message>
        <source>End this session?</source>
        <translation>Diese Sitzung beenden?</translation>
    </message>
    <message numerus="yes">
        <source>End these %n sessions?</source>
        <translation>
            <numerusform>Diese %n Sitzung beenden?</numerusform>
            <numerusform>Diese %n Sitzungen beenden?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its user is sent away at once. Its workspace and all files in it are lost, and cannot be brought back.</source>
        <translation>Der Benutzer muss sofort gehen. Die Arbeitsumgebung und alle Dateien darin sind verloren und lassen sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Their users are sent away at once. The workspaces and all files in them are lost, and cannot be brought back.</source>
        <translation>Die Benutzer müssen sofort gehen. Die Arbeitsumgebungen und alle Dateien darin sind verloren und lassen sich nicht zurückholen.</translation>
    </message>
    <message numerus="yes">
        <source>End %n sessions</source>
        <translation>
            <numerusform>%n Sitzung beenden</numerusform>
            <numerusform>%n Sitzungen beenden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open %n terminals</source>
        <translation>
            <numerusform>%n Terminal öffnen</numerusform>
            <numerusform>%n Terminals öffnen</numerusform>
        </translation>
    </message>
    <message>
        <source>Open terminal</source>
        <translation>Terminal öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Extend %n sessions</source>
        <translation>
            <numerusform>%n Sitzung verlängern</numerusform>
            <numerusform>%n Sitzungen verlängern</numerusform>
        </translation>
    </message>
    <message>
        <source>Why there?…</source>
        <translation>Warum dort?…</translation>
    </message>
    <message numerus="yes">
        <source>End %n sessions…</source>
        <translation>
            <numerusform>%n Sitzung beenden…</numerusform>
            <numerusform>%n Sitzungen beenden…</numerusform>
        </translation>
    </message>
    <message>
        <source>End…</source>
        <translation>Beenden…</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkshopSessionsPane</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Whether it runs, waits, is kept warm or ends.</source>
        <translation>Ob sie läuft, wartet, bereitgehalten wird oder endet.</translation>
    </message>
    <message>
        <source>When it ends; nothing where it has no end.</source>
        <translation>Wann sie endet; leer, wo sie kein Ende hat.</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>No terminal in %1. %2</source>
        <translation>Kein Terminal in %1. %2</translation>
    </message>
    <message>
        <source>Select a session to see whose it is and how long it goes on. Several can be extended or ended at once.</source>
        <translation>Eine Sitzung auswählen, um zu sehen, wem sie gehört und wie lange sie dauert. Mehrere lassen sich zugleich verlängern oder beenden.</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Workshop</source>
        <translation>Workshop</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
    <message>
        <source>It has no end of its own</source>
        <translation>Hat kein eigenes Ende</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>Portal</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Not for your role</source>
        <translation>Nicht für Ihre Rolle</translation>
    </message>
    <message>
        <source>Administrators and operators see the sessions of everybody.</source>
        <translation>Verwalter und Betreiber sehen die Sitzungen aller.</translation>
    </message>
    <message>
        <source>No sessions</source>
        <translation>Keine Sitzungen</translation>
    </message>
    <message>
        <source>A session is a workshop in the hands of one user. A portal makes it when somebody asks, or before, where it keeps some warm.</source>
        <translation>Eine Sitzung ist ein Workshop in der Hand eines Benutzers. Ein Portal macht sie, wenn jemand fragt, oder vorher, wo es welche bereithält.</translation>
    </message>
    <message numerus="yes">
        <source>%n sessions</source>
        <translation>
            <numerusform>%n Sitzung</numerusform>
            <numerusform>%n Sitzungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Various states</source>
        <translation>Verschiedene Zustände</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkshopsPane</name>
    <message>
        <source>Apply manifests…</source>
        <translation>Manifeste anwenden…</translation>
    </message>
    <message>
        <source>Where would a session go?…</source>
        <translation>Wohin käme eine Sitzung?…</translation>
    </message>
    <message>
        <source>Workshops</source>
        <translation>Workshops</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Portals</source>
        <translation>Portale</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Mandanten</translation>
    </message>
    <message>
        <source>The workshops could not be loaded. %1</source>
        <translation>Die Workshops konnten nicht geladen werden. %1</translation>
    </message>
    <message>
        <source>Make or change portals, tenants and workshops by YAML files</source>
        <translation>Portale, Mandanten und Workshops mit YAML-Dateien anlegen oder ändern</translation>
    </message>
    <message>
        <source>Which environment would give the next session, and why</source>
        <translation>Welche Umgebung die nächste Sitzung gäbe, und warum</translation>
    </message>
    <message>
        <source>Apply manifests</source>
        <translation>Manifeste anwenden</translation>
    </message>
    <message>
        <source>Manifests (*.yaml *.yml)</source>
        <translation>Manifeste (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Definitions</source>
        <translation>Definitionen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceActions</name>
    <message>
        <source>Open terminal</source>
        <translation>Terminal öffnen</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>Dateien öffnen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Open terminal in %1</source>
        <translation>Terminal in %1 öffnen</translation>
    </message>
    <message>
        <source>Open files of %1</source>
        <translation>Dateien von %1 öffnen</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>%1 starten</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>%1 stoppen</translation>
    </message>
    <message>
        <source>Delete %1…</source>
        <translation>%1 löschen…</translation>
    </message>
    <message numerus="yes">
        <source>Open %n terminals</source>
        <translation>
            <numerusform>%n Terminal öffnen</numerusform>
            <numerusform>%n Terminals öffnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Open files of %n workspaces</source>
        <translation>
            <numerusform>Dateien von %n Arbeitsumgebung öffnen</numerusform>
            <numerusform>Dateien von %n Arbeitsumgebungen öffnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Start %n workspaces</source>
        <translation>
            <numerusform>%n Arbeitsumgebung starten</numerusform>
            <numerusform>%n Arbeitsumgebungen starten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop %n workspaces</source>
        <translation>
            <numerusform>%n Arbeitsumgebung stoppen</numerusform>
            <numerusform>%n Arbeitsumgebungen stoppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n workspaces…</source>
        <translation>
            <numerusform>%n Arbeitsumgebung löschen…</numerusform>
            <numerusform>%n Arbeitsumgebungen löschen…</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 could not be started. %2</source>
        <translation>%1 konnte nicht gestartet werden. %2</translation>
    </message>
    <message>
        <source>%1 could not be stopped. %2</source>
        <translation>%1 konnte nicht gestoppt werden. %2</translation>
    </message>
    <message>
        <source>%1 could not be deleted. %2</source>
        <translation>%1 konnte nicht gelöscht werden. %2</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>Copy SSH command</source>
        <translation>SSH-Befehl kopieren</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>Neue Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ausgewählt.</translation>
    </message>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>It is gone.</source>
        <translation>Nicht mehr vorhanden.</translation>
    </message>
    <message>
        <source>It was asked for; the answer has not come yet.</source>
        <translation>Bereits angefordert; die Antwort steht noch aus.</translation>
    </message>
    <message numerus="yes">
        <source>None of these %n workspaces allows it now.</source>
        <translation>
            <numerusform>Bei %n Arbeitsumgebung derzeit nicht möglich.</numerusform>
            <numerusform>Bei keiner dieser %n Arbeitsumgebungen derzeit möglich.</numerusform>
        </translation>
    </message>
    <message>
        <source>Make a workspace from a blueprint</source>
        <translation>Arbeitsumgebung aus einer Vorlage anlegen</translation>
    </message>
    <message>
        <source>The new workspace does not run. %1</source>
        <translation>Die neue Arbeitsumgebung läuft nicht. %1</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceCreation</name>
    <message>
        <source>The control plane is not connected.</source>
        <translation>Keine Verbindung zur Steuerung.</translation>
    </message>
    <message>
        <source>The control plane does not say why.</source>
        <translation>Die Steuerung nennt keinen Grund.</translation>
    </message>
    <message>
        <source>The start could not be stopped. %1</source>
        <translation>Der Start konnte nicht abgebrochen werden. %1</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceDetail</name>
    <message>
        <source>Select a workspace to see what it is doing.</source>
        <translation>Arbeitsumgebung auswählen, um ihren Zustand zu sehen.</translation>
    </message>
    <message>
        <source>About the workspace</source>
        <translation>Über die Arbeitsumgebung</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>· %1 · %2 old</source>
        <translation>· %1 · %2 alt</translation>
    </message>
    <message>
        <source>What was asked for did not happen</source>
        <translation>Die Aktion wurde nicht ausgeführt</translation>
    </message>
    <message>
        <source>Why is it not running?</source>
        <translation>Warum läuft sie nicht?</translation>
    </message>
    <message>
        <source>Why is it not running yet?</source>
        <translation>Warum läuft sie noch nicht?</translation>
    </message>
    <message>
        <source>The control plane does not say why.</source>
        <translation>Die Steuerung nennt keinen Grund.</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceFacts</name>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>Neustarts</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the SSH command</source>
        <translation>SSH-Befehl kopieren</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceLook</name>
    <message>
        <source>Your role may not enter workspaces.</source>
        <translation>Die eigene Rolle erlaubt keinen Zugang zu Arbeitsumgebungen.</translation>
    </message>
    <message>
        <source>Your role may not change workspaces.</source>
        <translation>Die eigene Rolle erlaubt kein Ändern von Arbeitsumgebungen.</translation>
    </message>
    <message>
        <source>Only its owner, %1, may enter it.</source>
        <translation>Zugang nur für den Besitzer %1.</translation>
    </message>
    <message>
        <source>Only its owner, %1, may change it.</source>
        <translation>Änderungen nur durch den Besitzer %1.</translation>
    </message>
    <message>
        <source>It is starting already.</source>
        <translation>Startet bereits.</translation>
    </message>
    <message>
        <source>It is still starting.</source>
        <translation>Startet noch.</translation>
    </message>
    <message>
        <source>It is running already.</source>
        <translation>Läuft bereits.</translation>
    </message>
    <message>
        <source>It is being stopped already.</source>
        <translation>Wird bereits gestoppt.</translation>
    </message>
    <message>
        <source>It is being stopped.</source>
        <translation>Wird gestoppt.</translation>
    </message>
    <message>
        <source>It is stopped already.</source>
        <translation>Bereits gestoppt.</translation>
    </message>
    <message>
        <source>It is stopped. Start it first.</source>
        <translation>Gestoppt. Zuerst starten.</translation>
    </message>
    <message>
        <source>It has failed. Start it again first.</source>
        <translation>Fehler. Zuerst erneut starten.</translation>
    </message>
    <message>
        <source>It is being deleted.</source>
        <translation>Wird gelöscht.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Stoppt</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>Wird gelöscht</translation>
    </message>
    <message>
        <source>Your role may not make workspaces.</source>
        <translation>Die eigene Rolle erlaubt kein Anlegen von Arbeitsumgebungen.</translation>
    </message>
    <message numerus="yes">
        <source>A name has at most %n letter(s).</source>
        <translation>
            <numerusform>Ein Name hat höchstens %n Zeichen.</numerusform>
            <numerusform>Ein Name hat höchstens %n Zeichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>A hyphen and seven hexadecimal digits at the end are kept for names that the control plane gives.</source>
        <translation>Ein Bindestrich und sieben Hexadezimalziffern am Ende sind Namen vorbehalten, die die Steuerung vergibt.</translation>
    </message>
    <message>
        <source>Use lower-case letters, digits and hyphens, with a letter or digit at both ends.</source>
        <translation>Kleinbuchstaben, Ziffern und Bindestriche verwenden, am Anfang und Ende einen Buchstaben oder eine Ziffer.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspaceTable</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Cores it uses, of those that it may use.</source>
        <translation>Genutzte Kerne von den nutzbaren.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Memory it uses, of what it may use.</source>
        <translation>Genutzter Arbeitsspeicher vom nutzbaren.</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>How long ago it was made.</source>
        <translation>Zeit seit dem Anlegen.</translation>
    </message>
</context>
<context>
    <name>portolan::ui::WorkspacesPane</name>
    <message>
        <source>Workspaces</source>
        <translation>Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>No terminal in %1. %2</source>
        <translation>Kein Terminal in %1. %2</translation>
    </message>
    <message>
        <source>No workspaces yet</source>
        <translation>Noch keine Arbeitsumgebungen</translation>
    </message>
    <message>
        <source>A workspace is a computer of your own: a home folder that is kept, a terminal, and the tools of its blueprint.</source>
        <translation>Eine Arbeitsumgebung ist ein eigener Rechner: mit dauerhaftem persönlichem Ordner, Terminal und den Werkzeugen ihrer Vorlage.</translation>
    </message>
</context>
</TS>
